import { compareWith } from './compare-registry.ts'
import { CodecError, RegistryUnavailable } from './errors.ts'
import { MAX_ID } from './id-lock.ts'
import { type Answer, type Call, isMissingSchema, registryCalls } from './registry-http.ts'
import { lockedIds, type SchemaIds } from './schema-ids.ts'

const MAX_TOLD = 3

/**
 * The repository's ids; other schemas are loaded from the registry. A service starts, writes and reads
 * while the registry is unavailable. For a known id the registry is compared, but never trusted.
 * `registryUrl` is the base of Confluent's API.
 */
export function registrySchemaIds({ registryUrl }: { registryUrl: string }): SchemaIds {
  const call = registryCalls(registryUrl)
  let differences: readonly string[] = []
  return lockedIds({
    schemaOf: (id) => schemaOf(call, id),
    check: async () => {
      await call('GET', '/schemas/ids/1')
      if (differences.length > 0) throw new RegistryUnavailable(differences.slice(0, MAX_TOLD).join(' '))
    },
    compare: async () => {
      differences = await compareWith(call)
      return differences
    },
  })
}

async function schemaOf(call: Call, id: number): Promise<object> {
  if (id > MAX_ID) throw unknown(`cannot have a schema ${id}`)
  const answer = await call('GET', `/schemas/ids/${id}`)
  if (isMissingSchema(answer)) throw unknown(`has no schema ${id} (${reasonOf(answer)})`)
  if (answer.status >= 300) throw unavailable(`did not return schema ${id} (${reasonOf(answer)})`)
  if ((answer.body.schemaType ?? 'AVRO') !== 'AVRO') throw unknown(`has no Avro schema under id ${id}`)
  return parsed(id, answer.body.schema)
}

function parsed(id: number, text: unknown): object {
  if (typeof text !== 'string') throw unavailable(`returned no schema for id ${id}`)
  try {
    const schema: unknown = JSON.parse(text)
    if (typeof schema === 'object' && schema !== null) return schema
  } catch (cause) {
    throw unavailable(`returned a schema for id ${id} that is not JSON`, cause)
  }
  throw unknown(`has no record schema under id ${id}`)
}

const unavailable = (what: string, cause?: unknown) => new RegistryUnavailable(`The registry ${what}.`, { cause })

const unknown = (what: string) =>
  new CodecError('unknown-schema', `The registry ${what}: the message was written against another registry.`)

const reasonOf = ({ status, body }: Answer) => `${status} ${body.message ?? ''}`.trim()
