import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { afterEachSave } from '../src/saves.ts'

test('works at once and after each save; what is saved during the work is worked on once, afterwards', async () => {
  const root = mkdtempSync(join(tmpdir(), 'bistro-saves-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, 'services', 'order'), { recursive: true })
  const save = (text: string): void => writeFileSync(join(root, 'services', 'order', 'a.ts'), text)
  const stop = new AbortController()
  let [runs, atOnce] = [0, 0]
  const watching = afterEachSave(root, stop.signal, async () => {
    runs += 1
    expect(++atOnce).toBe(1)
    if (runs === 1) for (const text of ['1', '2', '3']) save(text)
    await new Promise((resolve) => setTimeout(resolve, 50))
    atOnce -= 1
  })
  await vi.waitFor(() => expect([runs, atOnce]).toEqual([2, 0]), 10_000)
  save('later')
  await vi.waitFor(() => expect(runs).toBe(3), 10_000)
  stop.abort()
  await watching
  expect(runs).toBe(3)
})
