import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readLaterEditions, readSchemas } from './read-schemas.ts'
import { render } from './render.ts'
import { extendLock, lockFaults, type VersionLock } from './version-lock.ts'

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const TARGET = pathOf('generated/events.ts')
const LOCK = pathOf('../schemas/versions.json')

const [files, later] = [readSchemas(), readLaterEditions()]
const text = render(files, later)
const lock: VersionLock = existsSync(LOCK) ? (JSON.parse(readFileSync(LOCK, 'utf8')) as VersionLock) : {}

if (process.argv.includes('--check')) {
  if (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== text)
    fail('libs/events/src/generated/events.ts is not what libs/events/schemas say. Type: npm run generate')
  for (const fault of lockFaults(lock, [...files, ...later])) fail(`libs/events/${fault}`)
} else {
  writeFileSync(TARGET, text)
  writeFileSync(LOCK, `${JSON.stringify(extendLock(lock, [...files, ...later]), null, 2)}\n`)
}

function fail(fault: string): void {
  console.error(fault)
  process.exitCode = 1
}
