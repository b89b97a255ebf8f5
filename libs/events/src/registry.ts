import { CodecError, RegistryUnavailable } from './errors.ts'
import { forAll } from './for-all.ts'
import { type Answer, type Call, registryCalls } from './registry-http.ts'
import { knownIds, type SchemaIds, type Writable, writables } from './schema-ids.ts'
import { schemaOn, subjectOf } from './topics.ts'

const SCHEMA_NOT_FOUND = 40_403
const SUBJECT_NOT_FOUND = 40_401
/** A registry counts its schemas with 31 bits. */
const MAX_ID = 2 ** 31 - 1

/**
 * The ids of this program's own schemas as the registry has them, looked up by content and never registered: a
 * program that is older than the newest schema still writes under the id of its own.
 * `registryUrl` is the base of Confluent's API. Rejects with CodecError `unknown-schema` when the deployment step has
 * not registered a schema, with RegistryUnavailable when there is no answer.
 */
export async function registrySchemaIds({ registryUrl }: { registryUrl: string }): Promise<SchemaIds> {
  const call = registryCalls(registryUrl)
  const ids = new Map<Writable, number>()
  await forAll(writables, async (writable) => {
    ids.set(writable, await idOf(call, writable))
  })
  const [known = 0] = ids.values()
  return knownIds(ids, {
    lookUp: (id) => schemaOf(call, id),
    check: async () => void (await schemaOf(call, known)),
  })
}

async function idOf(call: Call, { type, edition }: Writable): Promise<number> {
  const subject = subjectOf(type, edition)
  const answer = await call('POST', `/subjects/${subject}`, { schema: JSON.stringify(schemaOn(type, edition)) })
  if (answer.status < 300 && typeof answer.body.id === 'number') return answer.body.id
  if (!isMissing(answer) && answer.body.error_code !== SUBJECT_NOT_FOUND)
    throw unavailable(`would not look up the schema of ${subject} (${reasonOf(answer)})`)
  throw new CodecError(
    'unknown-schema',
    `The registry has no such schema under ${subject} (${reasonOf(answer)}). ` +
      'Services register nothing: run the deployment step (deploySchemas) of this version first.',
  )
}

async function schemaOf(call: Call, id: number): Promise<object> {
  if (id > MAX_ID) throw unknown(`can have no schema ${id}`)
  const answer = await call('GET', `/schemas/ids/${id}`)
  if (isMissing(answer)) throw unknown(`has no schema ${id} (${reasonOf(answer)})`)
  if (answer.status >= 300) throw unavailable(`would not tell schema ${id} (${reasonOf(answer)})`)
  if ((answer.body.schemaType ?? 'AVRO') !== 'AVRO') throw unknown(`has no Avro under ${id}`)
  return parsed(id, answer.body.schema)
}

function parsed(id: number, text: unknown): object {
  if (typeof text !== 'string') throw unavailable(`answered for schema ${id} without a schema`)
  try {
    const schema: unknown = JSON.parse(text)
    if (typeof schema === 'object' && schema !== null) return schema
  } catch (cause) {
    throw unavailable(`answered for schema ${id} with what is not JSON`, cause)
  }
  throw unknown(`has no record under ${id}`)
}

/** The registry knows itself that it has no such schema: a 404 without this code may be said by anybody on the way. */
const isMissing = ({ status, body }: Answer) => status === 404 && body.error_code === SCHEMA_NOT_FOUND

const unavailable = (what: string, cause?: unknown) => new RegistryUnavailable(`The registry ${what}.`, { cause })

const unknown = (what: string) =>
  new CodecError('unknown-schema', `The registry ${what}: the message was written against another registry.`)

const reasonOf = ({ status, body }: Answer) => `${status} ${body.message ?? ''}`.trim()
