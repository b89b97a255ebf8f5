import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { decodeBody, encodeBody } from './body.ts'
import { type EventVersions, FIXTURES, pathsOf, readFixtures } from './fixtures.ts'
import { hashOf, type Lock, lockPath, readLock } from './lock.ts'

/** Data that each event's publisher makes today, by type. */
export type Made = Readonly<Record<string, object>>

/** Events whose current version has no fixture yet. */
export function unfrozen(events: readonly EventVersions[], directory = FIXTURES): EventVersions[] {
  const fixtures = readFixtures(events, directory)
  return events.filter(
    ({ type, versions }) => !fixtures.some((fixture) => fixture.type === type && fixture.version === versions.length),
  )
}

/** Writes missing fixtures of current versions. Frozen ones are never rewritten. */
export function freeze(events: readonly EventVersions[], made: Made, directory = FIXTURES): void {
  const lock: Record<string, string> = { ...readLock(directory) }
  for (const { owner, type, versions } of unfrozen(events, directory)) {
    const [schema, data] = [versions.at(-1), made[type]]
    if (!schema || !data) continue
    const body = encodeBody(schema, data)
    const [json, avro] = pathsOf({ owner, type, version: versions.length })
    const contents = { [json]: pretty(decodeBody(schema, schema, body)), [avro]: body }
    for (const [path, content] of Object.entries(contents)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true })
      writeFileSync(join(directory, path), content)
      lock[path] = hashOf(content)
    }
  }
  writeFileSync(lockPath(directory), pretty(sorted(lock)))
}

const pretty = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

const sorted = (lock: Lock): Lock => Object.fromEntries(Object.entries(lock).sort(([a], [b]) => (a < b ? -1 : 1)))
