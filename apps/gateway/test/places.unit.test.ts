import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { followPlaces } from '../src/places.ts'

const FIRST = 'http://127.0.0.1:4003'
const DOCUMENTED = new Map([
  ['order', FIRST],
  ['payment', 'http://127.0.0.1:4004'],
] as const)

let directory: string
let manifest: string
let stopped: AbortController

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bistro-places-'))
  manifest = join(directory, 'stack.json')
  stopped = new AbortController()
})
afterEach(() => {
  stopped.abort()
  rmSync(directory, { recursive: true })
})

const running = (...processes: readonly (readonly [name: string, port: number])[]): void =>
  writeFileSync(
    manifest,
    JSON.stringify({ processes: processes.map(([name, port]) => ({ name, address: `http://127.0.0.1:${port}` })) }),
  )

test('While the first process of a service runs, the service is there, whatever else runs', () => {
  running(['postgres-order', 4013], ['order', 4003], ['order-2', 50_001])
  expect(followPlaces(DOCUMENTED, manifest, stopped.signal).get('order')).toBe(FIRST)
})

test('Where the first does not run, the next one stands in; where none does, callers are sent to the first', () => {
  running(['order-2', 50_001], ['order-3', 50_002])
  const places = followPlaces(DOCUMENTED, manifest, stopped.signal)
  expect([places.get('order'), places.get('payment')]).toEqual(['http://127.0.0.1:50001', 'http://127.0.0.1:4004'])
})

test('A process that comes or goes is noticed', async () => {
  running(['order', 4003], ['order-2', 50_001])
  const places = followPlaces(DOCUMENTED, manifest, stopped.signal)
  running(['order-2', 50_001])
  await expect.poll(() => places.get('order'), { timeout: 10_000 }).toBe('http://127.0.0.1:50001')
  running(['order', 4003], ['order-2', 50_001])
  await expect.poll(() => places.get('order'), { timeout: 10_000 }).toBe(FIRST)
})

test('Without a stack to describe, the settings alone count', () => {
  expect(followPlaces(DOCUMENTED, '', stopped.signal).get('order')).toBe(FIRST)
  expect(followPlaces(DOCUMENTED, manifest, stopped.signal).get('order')).toBe(FIRST)
})
