import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { reachableData } from '../src/parts/postgres-place.ts'

const closed = mkdtempSync(join(tmpdir(), 'bistro-closed-'))
const dataRoot = join(closed, 'data', 'postgres')
const places: string[] = []
afterEach(() => {
  for (const path of [closed, ...places]) rmSync(path, { recursive: true, force: true })
})

test('databases in a closed folder are kept elsewhere, from start to start, but not longer than their data directory', () => {
  mkdirSync(join(closed, 'data'))
  const place = reachableData(dataRoot)
  places.push(place)
  expect(place.startsWith(closed)).toBe(false)
  writeFileSync(join(place, 'PG_VERSION'), '18')
  expect(reachableData(dataRoot)).toBe(place)
  expect(existsSync(join(place, 'PG_VERSION'))).toBe(true)

  rmSync(join(closed, 'data'), { recursive: true })
  mkdirSync(join(closed, 'data'))
  expect(reachableData(dataRoot)).toBe(place)
  expect(existsSync(join(place, 'PG_VERSION'))).toBe(false)
})
