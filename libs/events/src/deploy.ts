import type { RecordSchema } from './avro.ts'
import { compare } from './compatibility.ts'
import { RegistryUnavailable } from './errors.ts'
import { rule } from './evolution.ts'
import { forAll } from './for-all.ts'
import { type Answer, type Call, registryCalls } from './registry-http.ts'
import { readSubjects, type Subject } from './versions.ts'

const COMPATIBILITY = 'FULL_TRANSITIVE'

/** The registry would not take a schema; nothing of this deployment was registered. */
export class SchemaRejected extends Error {
  override readonly name = 'SchemaRejected'
  readonly subject: string
  /** The event whose schema it is. */
  readonly type: string

  constructor({ name, type }: Subject, reasons: readonly string[]) {
    super(`The registry refuses the schema of ${name}. ${reasons.join(' ')}`)
    this.subject = name
    this.type = type
  }
}

export interface Deployment {
  /** Base of Confluent's API. */
  readonly registryUrl: string
  /** Told what is being done, in a few words, for a person who waits. */
  readonly onProgress?: (text: string) => void
  /** What is to be in the registry, instead of all that there is. */
  readonly subjects?: readonly Subject[]
}

interface Fresh {
  readonly subject: Subject
  readonly versions: readonly RecordSchema[]
}

/**
 * Puts every version of every schema into the registry, each subject FULL_TRANSITIVE. Safe to repeat. All schemas are
 * judged before the first is registered. Rejects with SchemaRejected or RegistryUnavailable.
 */
export async function deploySchemas({ registryUrl, onProgress = () => {}, ...given }: Deployment): Promise<void> {
  const call = registryCalls(registryUrl)
  const subjects = given.subjects ?? readSubjects()
  const fresh: Fresh[] = []
  onProgress(`checking ${subjects.length} schemas`)
  await forAll(subjects, async (subject) => {
    await requireCompatibility(call, subject)
    const versions = await unregistered(call, subject)
    for (const version of versions) await judge(call, subject, version)
    if (versions.length > 0) fresh.push({ subject, versions })
  })
  if (fresh.length > 0) onProgress(`registering ${fresh.length} schemas`)
  await forAll(fresh, async ({ subject, versions }) => {
    for (const version of versions) await register(call, subject, version)
  })
  onProgress(`${subjects.length} schemas in place, ${fresh.length} of them new`)
}

// Before the first version: the registry stores the rule for a subject that does not exist yet, so that there is no
// moment in which somebody may register a second version without it.
async function requireCompatibility(call: Call, subject: Subject): Promise<void> {
  const answer = await call('PUT', `/config/${subject.name}`, { compatibility: COMPATIBILITY })
  if (answer.status >= 300) throw unexpected(subject, `would not set the compatibility to ${COMPATIBILITY}`, answer)
}

/** Versions that the registry does not have, the first one first: whoever still writes an earlier one finds its id. */
async function unregistered(call: Call, subject: Subject): Promise<RecordSchema[]> {
  const missing: RecordSchema[] = []
  for (const version of subject.versions) {
    const answer = await call('POST', `/subjects/${subject.name}`, bodyOf(version))
    if (answer.status >= 300 && answer.status !== 404) throw unexpected(subject, 'would not look the schema up', answer)
    if (answer.status === 404) missing.push(version)
  }
  return missing
}

async function judge(call: Call, subject: Subject, schema: RecordSchema): Promise<void> {
  const path = `/compatibility/subjects/${subject.name}/versions?verbose=true`
  const answer = await call('POST', path, bodyOf(schema))
  if (answer.status === 404) return
  if (answer.status >= 300) throw unexpected(subject, 'would not judge the schema', answer)
  if (answer.body.is_compatible !== true) throw await rejection(call, subject, schema, answer)
}

/** In words of our own where we find the rule too, else in the registry's. */
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

async function register(call: Call, subject: Subject, schema: RecordSchema): Promise<void> {
  const answer = await call('POST', `/subjects/${subject.name}/versions`, bodyOf(schema))
  if (answer.status === 409) throw new SchemaRejected(subject, [String(answer.body.message)])
  if (answer.status >= 300) throw unexpected(subject, 'would not register the schema', answer)
}

const bodyOf = (schema: RecordSchema) => ({ schema: JSON.stringify(schema) })

const unexpected = ({ name }: Subject, what: string, { status, body }: Answer) =>
  new RegistryUnavailable(`The registry ${what} of ${name}: ${status} ${body.message ?? ''}`)
