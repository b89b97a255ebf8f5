import type { RecordSchema } from './avro.ts'
import { fingerprintIn } from './compare-registry.ts'
import { fingerprint } from './fingerprint.ts'
import { type IdLock, lockedIdOf } from './id-lock.ts'
import { type Call, unexpected } from './registry-http.ts'
import type { Subject } from './versions.ts'

/** What a registry has of a subject, held against the repository. */
export interface Found {
  readonly subject: Subject
  /** It has none of its versions. */
  readonly isNew: boolean
  /** What it lacks, the first version first. */
  readonly missing: readonly RecordSchema[]
  /** What it has and the repository has not: paths below `/subjects`. */
  readonly unknown: readonly string[]
  /** What it has under another id. */
  readonly moved: readonly Moved[]
}

export interface Moved {
  readonly subject: string
  /** The registry's. */
  readonly id: unknown
  /** The repository's. */
  readonly locked: number
}

interface Registered {
  readonly version: number
  readonly id: unknown
  readonly fingerprint: string | undefined
}

export async function examine(call: Call, subject: Subject, ids: IdLock): Promise<Found> {
  const registered = await registeredIn(call, subject)
  const known = new Map(subject.versions.map((schema) => [fingerprint(schema), lockedIdOf(ids, subject, schema)]))
  const found = new Set(registered.map((one) => one.fingerprint))
  return {
    subject,
    isNew: registered.length === 0,
    missing: [...distinct(subject.versions)].filter(([print]) => !found.has(print)).map(([, schema]) => schema),
    unknown: registered
      .filter((one) => !known.has(String(one.fingerprint)))
      .map(({ version }) => `${subject.name}/versions/${version}`),
    moved: registered.flatMap(({ id, fingerprint: print }) => {
      const locked = known.get(String(print))
      return locked === undefined || locked === id ? [] : [{ subject: subject.name, id, locked }]
    }),
  }
}

/** A version that says again what an earlier one said is that one to a registry. */
const distinct = (versions: readonly RecordSchema[]): ReadonlyMap<string, RecordSchema> =>
  new Map(versions.map((schema) => [fingerprint(schema), schema]))

async function registeredIn(call: Call, { name }: Subject): Promise<Registered[]> {
  const list = await call('GET', `/subjects/${name}/versions`)
  if (list.status === 404) return []
  if (list.status >= 300) throw unexpected(name, 'did not list the versions', list)
  const versions = Object.values(list.body).filter((version) => typeof version === 'number')
  return Promise.all(
    versions.map(async (version) => {
      const answer = await call('GET', `/subjects/${name}/versions/${version}`)
      if (answer.status >= 300) throw unexpected(name, `did not return version ${version}`, answer)
      return { version, id: answer.body.id, fingerprint: fingerprintIn(answer.body.schema) }
    }),
  )
}
