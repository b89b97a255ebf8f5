import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { compact } from '../src/journal/compact.ts'
import { openJournal } from '../src/journal/index.ts'
import { temporaryFolder } from './support.ts'

const { log } = Fastify()
const open = (folder: string) => openJournal<string>(folder, 'j', log)

test('what was put is there again, the last value of each key', async () => {
  const folder = await temporaryFolder()
  const journal = await open(folder)
  await Promise.all(Array.from({ length: 1_000 }, (_, index) => journal.put(`k${index % 10}`, `v${index}`)))
  await journal.close()
  const again = await open(folder)
  expect([...again.entries]).toEqual(Array.from({ length: 10 }, (_, index) => [`k${index}`, `v${990 + index}`]))
  await again.close()
})

test.each(['["k2","torn', '["k2","v2"]', '\0\0\0\n', '\0\0\0'])('a torn last line is cut off: %j', async (torn) => {
  const folder = await temporaryFolder()
  const journal = await open(folder)
  await journal.put('k1', 'ü\u2028\n')
  await journal.close()
  await appendFile(join(folder, 'j.jsonl'), torn)
  const again = await open(folder)
  await again.put('k3', 'v3')
  await again.close()
  const last = await open(folder)
  expect([...last.entries.keys()]).toEqual(['k1', 'k3'])
  expect(last.entries.get('k1')).toBe('ü\u2028\n')
  await last.close()
})

test('damage in the middle is refused, with the line and what to do', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'j.jsonl'), '["k1","v1"]\nxx\n["k2","v2"]\n')
  await expect(open(folder)).rejects.toThrow(/Line 2 of .*j\.jsonl cannot be read.*Restore it/)
})

test('lines longer than what is read at once', async () => {
  const folder = await temporaryFolder()
  const journal = await open(folder)
  await journal.put('k1', 'x'.repeat(3_000_000))
  await journal.put('k2', 'v2')
  await journal.close()
  const again = await open(folder)
  expect(again.entries.get('k1')).toHaveLength(3_000_000)
  expect(again.entries.get('k2')).toBe('v2')
  await again.close()
})

test('compacted: one line per key', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'j.jsonl')
  const value = 'x'.repeat(9_000)
  const old = Array.from({ length: 2_000 }, (_, index) => `${JSON.stringify(['k', `${index}${value}`])}\n`)
  await writeFile(path, old.join(''))
  const journal = await open(folder)
  await journal.put('k2', 'v2')
  await journal.close()
  expect(await readFile(path, 'utf8')).toBe(`["k","1999${value}"]\n["k2","v2"]\n`)
  await compact(path, new Map([['k3', 'v3']]))
  expect(await readFile(path, 'utf8')).toBe('["k3","v3"]\n')
})

test('once a write has failed nothing is promised any more', async () => {
  const journal = await open(await temporaryFolder())
  await journal.close()
  await expect(journal.put('k', 'v')).rejects.toThrow()
  expect(journal.failure).toBeInstanceOf(Error)
  await expect(journal.put('k', 'v')).rejects.toThrow()
  await expect(journal.settled()).rejects.toThrow()
})
