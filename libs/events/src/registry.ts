import { CodecError, RegistryUnavailable } from './errors.ts'
import { forAll } from './for-all.ts'
import { type Answer, type Call, registryCalls } from './registry-http.ts'
import { knownIds, type SchemaIds, type Writable, writables } from './schema-ids.ts'
import { schemaOn, subjectOf } from './topics.ts'

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
  return knownIds(ids, (id) => schemaOf(call, id))
}

async function idOf(call: Call, { type, edition }: Writable): Promise<number> {
  const subject = subjectOf(type, edition)
  const answer = await call('POST', `/subjects/${subject}`, { schema: JSON.stringify(schemaOn(type, edition)) })
  if (answer.status < 300 && typeof answer.body.id === 'number') return answer.body.id
  throw new CodecError(
    'unknown-schema',
    `The registry has no such schema under ${subject} (${reasonOf(answer)}). ` +
      'Services register nothing: run the deployment step (deploySchemas) of this version first.',
  )
}

async function schemaOf(call: Call, id: number): Promise<object> {
  const answer = await call('GET', `/schemas/ids/${id}`)
  if (answer.status >= 300) throw unknown(`has no schema ${id} (${reasonOf(answer)})`)
  if ((answer.body.schemaType ?? 'AVRO') !== 'AVRO') throw unknown(`has no Avro under ${id}`)
  return parsed(id, answer.body.schema)
}

function parsed(id: number, text: unknown): object {
  try {
    const schema: unknown = JSON.parse(String(text))
    if (typeof schema === 'object' && schema !== null) return schema
  } catch (cause) {
    throw new RegistryUnavailable(`The registry's answer for schema ${id} is not JSON.`, { cause })
  }
  throw unknown(`has no record under ${id}`)
}

const unknown = (what: string) =>
  new CodecError('unknown-schema', `The registry ${what}: the message was written against another registry.`)

const reasonOf = ({ status, body }: Answer) => `${status} ${body.message ?? ''}`.trim()
