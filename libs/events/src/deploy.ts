import { agree } from './agree.ts'
import type { RecordSchema } from './avro.ts'
import { fingerprintIn } from './compare-registry.ts'
import { compare } from './compatibility.ts'
import { RegistryContradicts, SchemaRejected } from './deploy-errors.ts'
import { rule } from './evolution.ts'
import { fingerprint } from './fingerprint.ts'
import { forAll } from './for-all.ts'
import { type IdLock, lockedIdOf } from './id-lock.ts'
import { importSchemas } from './import-schemas.ts'
import { readIds } from './read-ids.ts'
import {
  type Answer,
  type Call,
  type Credentials,
  isMissingSchema,
  registryCalls,
  unexpected,
} from './registry-http.ts'
import type { Found } from './registry-state.ts'
import { readSubjects, type Subject } from './versions.ts'

export { type Contradiction, RegistryContradicts, SchemaRejected } from './deploy-errors.ts'
export { extendIds, type IdLock } from './id-lock.ts'
export { readIds } from './read-ids.ts'

const COMPATIBILITY = 'FULL_TRANSITIVE'

export interface Deployment {
  /** Base of Confluent's API. */
  readonly registryUrl: string
  /** Deployment's: only it may write. */
  readonly credentials: Credentials
  /** Receives progress texts for a person who waits. */
  readonly onProgress?: (text: string) => void
  /** Receives a text for each corrected change. */
  readonly onCorrected?: (text: string) => void
  /** What may be deleted in the registry, as `RegistryContradicts.drop` names it. */
  readonly drop?: readonly string[]
  /** Schemas and ids to deploy; default: the repository's. */
  readonly release?: { readonly subjects: readonly Subject[]; readonly ids: IdLock }
}

/**
 * Registers every version of every schema under the repository's id, each subject
 * FULL_TRANSITIVE. Safe to repeat: a lost schema returns under its old id. Checks all before registering any.
 * Rejects with RegistryContradicts, SchemaRejected or RegistryUnavailable.
 */
export async function deploySchemas(deployment: Deployment): Promise<void> {
  const { registryUrl, credentials, onProgress = () => {}, onCorrected = () => {}, drop = [] } = deployment
  const { subjects, ids } = deployment.release ?? { subjects: readSubjects(), ids: readIds() }
  const call = registryCalls(registryUrl, credentials)
  onProgress(`checking ${subjects.length} schemas`)
  const found = await agree(call, { subjects, ids, drop, onCorrected })
  await forAll(found, async ({ subject, isNew }) => requireCompatibility(call, subject, isNew, onCorrected))
  const fresh = found.filter(({ missing }) => missing.length > 0)
  await forAll(fresh, async ({ subject, isNew, missing }) => {
    for (const version of isNew ? [] : missing) await judge(call, subject, version)
  })
  const texts = await absentTexts(call, fresh, ids)
  if (fresh.length > 0) onProgress(`registering ${fresh.length} schemas`)
  if (texts.size > 0) await importSchemas(registryUrl, credentials, texts)
  await forAll(fresh, async ({ subject, missing }) => {
    for (const version of missing) await register(call, subject, version, lockedIdOf(ids, subject, version))
  })
  onProgress(`${subjects.length} schemas in place, ${fresh.length} of them new`)
}

/** Schemas that the registry lacks, by the id that they must get. */
async function absentTexts(call: Call, fresh: readonly Found[], ids: IdLock): Promise<Map<number, string>> {
  const wanted = new Map(
    fresh.flatMap(({ subject, missing }) =>
      missing.map((schema) => [lockedIdOf(ids, subject, schema), { subject, schema }] as const),
    ),
  )
  const [texts, taken] = [new Map<number, string>(), [] as string[]]
  await forAll([...wanted], async ([id, { subject, schema }]) => {
    const answer = await call('GET', `/schemas/ids/${id}`)
    if (isMissingSchema(answer)) texts.set(id, textOf(schema))
    else if (answer.status >= 300) throw unexpected(subject.name, `did not return schema ${id}`, answer)
    else if (fingerprintIn(answer.body.schema) !== fingerprint(schema))
      taken.push(`${subject.name} has id ${id} in this repository, which is another schema in the registry`)
  })
  if (taken.length > 0) throw new RegistryContradicts('other-ids', taken.sort())
  return texts
}

// Set before the first version: the registry stores the rule for a subject that does not exist yet, so that at no
// moment a second version can be registered without it.
async function requireCompatibility(
  call: Call,
  { name }: Subject,
  isNew: boolean,
  onCorrected: (text: string) => void,
): Promise<void> {
  const level = isNew ? undefined : (await call('GET', `/config/${name}`)).body.compatibilityLevel
  if (level === COMPATIBILITY) return
  const answer = await call('PUT', `/config/${name}`, { compatibility: COMPATIBILITY })
  if (answer.status >= 300) throw unexpected(name, `did not set the compatibility to ${COMPATIBILITY}`, answer)
  if (level !== undefined) onCorrected(`the compatibility of ${name} was ${level}`)
}

async function judge(call: Call, subject: Subject, schema: RecordSchema): Promise<void> {
  const path = `/compatibility/subjects/${subject.name}/versions?verbose=true`
  const answer = await call('POST', path, bodyOf(schema))
  if (answer.status === 404) return
  if (answer.status >= 300) throw unexpected(subject.name, 'did not check the schema', answer)
  if (answer.body.is_compatible !== true) throw await rejection(call, subject, schema, answer)
}

/** In this project's words if `compare` finds the broken rule, else in the registry's. */
async function rejection(
  call: Call,
  subject: Subject,
  schema: RecordSchema,
  { body }: Answer,
): Promise<SchemaRejected> {
  const versions = await call('GET', `/subjects/${subject.name}/versions`)
  const numbers = Object.values(versions.body).filter((number) => typeof number === 'number')
  const reasons: string[] = []
  for (const number of numbers) {
    const { body: registered } = await call('GET', `/subjects/${subject.name}/versions/${number}`)
    const breaches = compare(JSON.parse(String(registered.schema)) as object, schema)
    reasons.push(...breaches.map((breach) => `${rule(breach, 'It', `version ${number} there`)} ${breach.instead}`))
  }
  const told = Array.isArray(body.messages) ? `: ${body.messages.join('; ')}` : ''
  return new SchemaRejected(subject, reasons.length > 0 ? reasons : [`It is not ${COMPATIBILITY}${told}.`])
}

async function register(call: Call, subject: Subject, schema: RecordSchema, id: number): Promise<void> {
  const answer = await call('POST', `/subjects/${subject.name}/versions`, bodyOf(schema))
  if (answer.status === 409) throw new SchemaRejected(subject, [String(answer.body.message)])
  if (answer.status >= 300) throw unexpected(subject.name, 'did not register the schema', answer)
  if (answer.body.id !== id)
    throw new RegistryContradicts('other-ids', [
      `${subject.name} has id ${answer.body.id} in the registry and ${id} in this repository`,
    ])
}

const textOf = (schema: RecordSchema): string => JSON.stringify(schema)
const bodyOf = (schema: RecordSchema) => ({ schema: textOf(schema) })
