import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { extendIds, idFaults } from './id-lock.ts'
import { IDS_FILE, readIds } from './read-ids.ts'
import { readLaterEditions, readSchemas } from './read-schemas.ts'
import { render } from './render.ts'
import { renderIds } from './render-ids.ts'
import { renderStreams } from './render-streams.ts'
import { extendLock, lockFaults, type VersionLock } from './version-lock.ts'
import { readSubjects } from './versions.ts'

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const TARGET = pathOf('generated/events.ts')
const STREAMS = pathOf('generated/streams.ts')
const IDS = pathOf('generated/ids.ts')
const LOCK = pathOf('../schemas/versions.json')

const STALE = 'does not match libs/events/schemas. Type: npm run generate'

const [files, later, subjects] = [readSchemas(), readLaterEditions(), readSubjects()]
const all = [...files, ...later]
const lock: VersionLock = existsSync(LOCK) ? (JSON.parse(readFileSync(LOCK, 'utf8')) as VersionLock) : {}

if (process.argv.includes('--check')) check()
else write()

function write(): void {
  const versions = extendLock(lock, all)
  const faults = lockFaults(versions, all)
  for (const fault of faults) fail(`libs/events/${fault}`)
  if (faults.length > 0) return
  const ids = extendIds(readIds(), subjects)
  writeFileSync(TARGET, render(files, later))
  writeFileSync(STREAMS, renderStreams(files))
  writeFileSync(LOCK, jsonOf(versions))
  writeFileSync(IDS_FILE, jsonOf(ids))
  writeFileSync(IDS, renderIds(all, ids))
}

function check(): void {
  const faults = [...lockFaults(lock, all), ...idFaults(readIds(), subjects)]
  for (const fault of faults) fail(`libs/events/${fault}`)
  if (!isAsWritten(TARGET, render(files, later))) fail(`libs/events/src/generated/events.ts ${STALE}`)
  if (!isAsWritten(STREAMS, renderStreams(files))) fail(`libs/events/src/generated/streams.ts ${STALE}`)
  if (faults.length === 0 && !isAsWritten(IDS, renderIds(all, readIds())))
    fail(`libs/events/src/generated/ids.ts ${STALE}`)
}

function isAsWritten(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text
}

function jsonOf(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function fail(fault: string): void {
  console.error(fault)
  process.exitCode = 1
}
