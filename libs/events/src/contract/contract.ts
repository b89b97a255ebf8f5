import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type EventVersions, type Fixture, readEvents, readFixtures } from './fixtures.ts'
import { type LockFault, lockFaults, readLock } from './lock.ts'

/** The needed fields of each consumed event. */
export type NeedsByType = Readonly<Record<string, readonly string[]>>

/** The contract between services, read from files: a service's tests need no other service's code. */
export interface Contract {
  readonly events: readonly EventVersions[]
  readonly fixtures: readonly Fixture[]
  /** Current or last publisher of each event. */
  readonly publishers: Readonly<Record<string, string>>
  /** Changed or missing frozen fixtures. */
  readonly touched: readonly LockFault[]
  /** Needs by consumer. */
  readonly consumers: Readonly<Record<string, NeedsByType>>
}

export const CONSUMERS = fileURLToPath(new URL('../../consumers', import.meta.url))

export function readContract(): Contract {
  const events = readEvents()
  const frozen = Object.keys(readLock()).map((path) => path.split('/') as [string, string])
  return {
    events,
    fixtures: readFixtures(events),
    publishers: Object.fromEntries([
      ...frozen.map(([owner, type]) => [type, owner]),
      ...events.map(({ owner, type }) => [type, owner]),
    ]),
    touched: lockFaults(),
    consumers: readConsumers(),
  }
}

const readConsumers = (): Contract['consumers'] =>
  Object.fromEntries(
    globSync(`${CONSUMERS}/*.json`)
      .sort()
      .map((file) => [basename(file, '.json'), JSON.parse(readFileSync(file, 'utf8')) as NeedsByType]),
  )
