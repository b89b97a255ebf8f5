import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reachableData } from '../src/parts/postgres-place.ts'

let closed: string
const places: string[] = []
beforeEach(() => {
  closed = mkdtempSync(join(tmpdir(), 'bistro-closed-'))
})
afterEach(() => {
  for (const path of [closed, ...places]) rmSync(path, { recursive: true, force: true })
})

function dataRoot(name: string): string {
  mkdirSync(join(closed, name))
  return join(closed, name, 'postgres')
}

test('databases in a closed folder are kept elsewhere, from start to start, but not longer than their data directory', () => {
  const root = dataRoot('data')
  const place = reachableData(root)
  places.push(place)
  expect(place.startsWith(closed)).toBe(false)
  writeFileSync(join(place, 'PG_VERSION'), '18')
  expect(reachableData(root)).toBe(place)
  expect(existsSync(join(place, 'PG_VERSION'))).toBe(true)

  rmSync(join(closed, 'data'), { recursive: true })
  expect(reachableData(dataRoot('data'))).toBe(place)
  expect(existsSync(join(place, 'PG_VERSION'))).toBe(false)
})

test('databases whose data directory is gone are removed when the next ones are placed', () => {
  const [orphan, kept] = [reachableData(dataRoot('gone')), reachableData(dataRoot('there'))]
  rmSync(join(closed, 'gone'), { recursive: true })
  places.push(orphan, kept, reachableData(dataRoot('next')))
  expect(existsSync(orphan)).toBe(false)
  expect(existsSync(kept)).toBe(true)
})
