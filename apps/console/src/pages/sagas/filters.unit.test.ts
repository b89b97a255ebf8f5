import { expect, test } from 'vitest'
import { filtersOf } from './filters.ts'

const NOW_MS = Date.parse('2026-12-01T12:00:40Z')

test('a period becomes a moment on a whole minute; empty and unknown names are left out', () => {
  const params = new URLSearchParams('status=stuck&q=&since=5m&color=red')
  expect(filtersOf(params, NOW_MS)).toEqual({ status: 'stuck', since: '2026-12-01T11:55:00.000Z', limit: 50 })
})

test('a period that nobody offers is no filter', () => {
  expect(filtersOf(new URLSearchParams('since=yesterday'), NOW_MS)).toEqual({ limit: 50 })
})
