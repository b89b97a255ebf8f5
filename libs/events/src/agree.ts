import { RegistryContradicts } from './deploy-errors.ts'
import { forAll } from './for-all.ts'
import type { IdLock } from './id-lock.ts'
import { type Call, isMissingSchema, unexpected } from './registry-http.ts'
import { examine, type Found, type Moved } from './registry-state.ts'
import type { Subject } from './versions.ts'

export interface Wanted {
  readonly subjects: readonly Subject[]
  readonly ids: IdLock
  /** What may be deleted in the registry, as `RegistryContradicts.drop` names it. */
  readonly drop: readonly string[]
  readonly onCorrected: (text: string) => void
}

/** The registry's state per subject, once it agrees with the repository. Rejects with RegistryContradicts. */
export async function agree(call: Call, wanted: Wanted): Promise<readonly Found[]> {
  const first = await look(call, wanted)
  if (!first.fault) return first.found
  const { drop, contradiction } = first.fault
  if (drop.length === 0 || !drop.every((place) => wanted.drop.includes(place))) throw first.fault
  for (const place of drop) await giveUp(call, place, contradiction === 'registered-again', wanted.onCorrected)
  const second = await look(call, wanted)
  if (second.fault) throw second.fault
  return second.found
}

interface Look {
  readonly found: readonly Found[]
  readonly fault?: RegistryContradicts
}

async function look(call: Call, { subjects, ids }: Wanted): Promise<Look> {
  const list = await call('GET', '/subjects')
  const names = new Set(Object.values(list.body).filter((name) => typeof name === 'string'))
  const found: Found[] = []
  await forAll(subjects, async (subject) => {
    found.push(
      names.has(subject.name) ? await examine(call, subject, ids) : { ...NOTHING, subject, missing: subject.versions },
    )
  })
  const moved = found.flatMap((one) => one.moved)
  if (moved.length > 0) return { found, fault: await faultOf(call, moved) }
  const unknown = [...found.flatMap((one) => one.unknown), ...strangersIn(names, subjects)].sort()
  return unknown.length > 0
    ? { found, fault: new RegistryContradicts('unknown-versions', unknown, unknown) }
    : { found }
}

const NOTHING = { isNew: true, unknown: [], moved: [] }

/** If a schema's own id is free, the schema was lost and registered again under another id. */
async function faultOf(call: Call, moved: readonly Moved[]): Promise<RegistryContradicts> {
  const places = moved
    .map(({ subject, id, locked }) => `${subject} has id ${id} in the registry and ${locked} in this repository`)
    .sort()
  for (const { locked } of moved)
    if (!isMissingSchema(await call('GET', `/schemas/ids/${locked}`)))
      return new RegistryContradicts('other-ids', places)
  return new RegistryContradicts('registered-again', places, [...new Set(moved.map(({ subject }) => subject))].sort())
}

/** Subjects of this system's topics without an event in the repository. */
function strangersIn(names: ReadonlySet<string>, subjects: readonly Subject[]): string[] {
  const [known, topics] = [new Set(subjects.map(({ name }) => name)), new Set(subjects.map(({ topic }) => topic))]
  return [...names].filter((name) => !known.has(name) && [...topics].some((topic) => name.startsWith(`${topic}-`)))
}

/** After a soft delete the registry still returns the schema by its id, so that its messages stay readable. */
async function giveUp(call: Call, place: string, isForGood: boolean, onCorrected: (text: string) => void) {
  for (const how of isForGood ? ['', '?permanent=true'] : ['']) {
    const answer = await call('DELETE', `/subjects/${place}${how}`)
    if (answer.status >= 300) throw unexpected(place, 'did not delete it', answer)
  }
  onCorrected(
    `${place} is deleted${isForGood ? ', to be registered again under its old id' : '; its id still stands for its schema'}`,
  )
}
