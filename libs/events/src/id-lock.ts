import type { RecordSchema } from './avro.ts'
import { fingerprint } from './fingerprint.ts'
import type { Subject } from './versions.ts'

/** The id of a schema version in every message and every registry. */
interface Locked {
  readonly id: number
  readonly fingerprint: string
}

/** By subject, then by version. Schemas of one fingerprint share an id: a registry keeps each once. */
export type IdLock = Readonly<Record<string, Readonly<Record<string, Locked>>>>

/** Registries use 31 bits for ids. */
export const MAX_ID = 2 ** 31 - 1

/** Adds an id for each new version; existing entries never change. */
export function extendIds(lock: IdLock, subjects: readonly Subject[]): IdLock {
  const ids = new Map(entriesOf(lock).map(({ locked }) => [locked.fingerprint, locked.id]))
  let highest = Math.max(0, ...ids.values())
  const added = subjects.map(({ name, versions }) => {
    const fresh = versions.map((schema, index): [string, Locked] => {
      const print = fingerprint(schema)
      const id = ids.get(print) ?? ++highest
      ids.set(print, id)
      return [String(index + 1), { id, fingerprint: print }]
    })
    return [name, { ...Object.fromEntries(fresh), ...lock[name] }] as const
  })
  const all = Object.entries({ ...lock, ...Object.fromEntries(added) })
  return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** The locked id of the version. Throws if there is none. */
export function lockedIdOf(lock: IdLock, { name }: Subject, schema: RecordSchema): number {
  const print = fingerprint(schema)
  const found = Object.values(lock[name] ?? {}).find((locked) => locked.fingerprint === print)
  if (!found) throw new Error(`A version of ${name} has no id in schemas/ids.json yet. Type: npm run generate`)
  return found.id
}

/** Entries that are missing, removed, or contradict a schema or each other; each with what to do. */
export function idFaults(lock: IdLock, subjects: readonly Subject[]): string[] {
  const wanted = new Map(
    subjects.flatMap(({ name, versions }) =>
      versions.map((schema, index) => [placeOf(name, index + 1), fingerprint(schema)] as const),
    ),
  )
  const entries = entriesOf(lock)
  const places = new Set(entries.map(({ place }) => place))
  return [
    ...[...wanted.keys()]
      .filter((place) => !places.has(place))
      .map((place) => `${FILE} has no id for ${place} yet. Type: npm run generate`),
    ...entries.flatMap(({ place, locked }) => {
      const print = wanted.get(place)
      if (print === undefined) return [`${FILE} has an id for ${place}, which is gone. ${UNDO}`]
      if (print !== locked.fingerprint)
        return [`${FILE} says ${locked.fingerprint} for ${place}, the schema is ${print}. ${UNDO}`]
      const { id } = locked
      return Number.isInteger(id) && id > 0 && id <= MAX_ID ? [] : [`${FILE} has ${id} as the id of ${place}. ${UNDO}`]
    }),
    ...contradictions(entries),
  ]
}

const FILE = 'schemas/ids.json'
const UNDO = 'Messages with that id are on topics and in databases. git checkout restores the entry.'

interface Entry {
  readonly place: string
  readonly locked: Locked
}

const placeOf = (subject: string, version: number | string): string => `${subject} v${version}`

const entriesOf = (lock: IdLock): Entry[] =>
  Object.entries(lock).flatMap(([subject, versions]) =>
    Object.entries(versions).map(([version, locked]) => ({ place: placeOf(subject, version), locked })),
  )

/** Two branches may each have assigned the next id to a schema of their own. */
function contradictions(entries: readonly Entry[]): string[] {
  const faults: string[] = []
  const [ids, prints] = [new Map<number, Entry>(), new Map<string, Entry>()]
  for (const entry of entries) {
    const { id, fingerprint: print } = entry.locked
    const [same, twin] = [ids.get(id), prints.get(print)]
    if (same && same.locked.fingerprint !== print)
      faults.push(`${FILE} gives id ${id} to ${same.place} and to ${entry.place}. ${REMOVE_ONE}`)
    if (twin && twin.locked.id !== id)
      faults.push(
        `${FILE} gives ids ${twin.locked.id} and ${id} to one schema: ${twin.place}, ${entry.place}. ${REMOVE_ONE}`,
      )
    ids.set(id, same ?? entry)
    prints.set(print, twin ?? entry)
  }
  return faults
}

const REMOVE_ONE = 'Remove the entry that was never deployed, and type: npm run generate'
