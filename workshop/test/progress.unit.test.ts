import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ProgressFile } from '../src/index.ts'

test('progress is kept by lab, and a change leaves the rest', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bistro-progress-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const progress = new ProgressFile(join(folder, 'labs'))
  expect(progress.read()).toEqual({ labs: {} })
  progress.change('01-one', { hints: 1 })
  progress.change('02-two', { hints: 3 })
  progress.change('01-one', { doneAt: 'now' })
  progress.write({ ...progress.read(), current: '02-two' })
  expect(progress.read()).toEqual({
    current: '02-two',
    labs: { '01-one': { hints: 1, doneAt: 'now' }, '02-two': { hints: 3 } },
  })
})
