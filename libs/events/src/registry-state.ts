import type { RecordSchema } from './avro.ts'
import { fingerprintIn } from './compare-registry.ts'
import { fingerprint } from './fingerprint.ts'
import { type IdLock, lockedIdOf } from './id-lock.ts'
import { type Call, unexpected } from './registry-http.ts'
import type { Subject } from './versions.ts'

/** A subject in the registry, compared with the repository. */
export interface Found {
  readonly subject: Subject
  /** Whether the registry has no version of it. */
  readonly isNew: boolean
  /** Versions that the registry lacks, oldest first. */
  readonly missing: readonly RecordSchema[]
  /** Versions that the repository lacks: paths below `/subjects`. */
  readonly unknown: readonly string[]
  /** Versions that the registry has under another id. */
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

/** A registry treats a version equal to an earlier one as that one. */
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
