import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { deploySchemas } from '../src/deploy.ts'
import { catalogue } from '../src/generated/events.ts'
import { createCodec, eventTypes, registrySchemaIds } from '../src/index.ts'
import { type FakeRegistry, startFakeRegistry } from './fake-registry.ts'

let registry: FakeRegistry
let registryUrl: string

beforeEach(async () => {
  registry = await startFakeRegistry()
  registryUrl = registry.url
})
afterEach(async () => {
  vi.restoreAllMocks()
  await registry[Symbol.asyncDispose]()
})

describe('ids from a registry', () => {
  test('are those under which the deployment step registered the schemas', async () => {
    await deploySchemas({ registryUrl })
    const ids = await registrySchemaIds({ registryUrl })
    const texts = eventTypes.map((type) => registry.schemas[ids.idOf(type) - 1])
    expect(texts).toEqual(eventTypes.map((type) => JSON.stringify(catalogue[type].schema)))
  })

  test('are looked up without registering anything', async () => {
    await expect(registrySchemaIds({ registryUrl })).rejects.toMatchObject({
      code: 'unknown-schema',
      retryable: false,
      message: expect.stringContaining('run the deployment step'),
    })
    expect(registry.schemas).toEqual([])
  })

  test('lead to the schemas that others wrote', async () => {
    await deploySchemas({ registryUrl })
    const ids = await registrySchemaIds({ registryUrl })
    const id = registry.schemas.push('{"type":"record","name":"a.B","fields":[]}')
    expect(await ids.schemaOf(id)).toMatchObject({ name: 'a.B' })
    await expect(ids.schemaOf(id + 1)).rejects.toMatchObject({ code: 'unknown-schema' })
    await ids.check()
  })

  test('an id beyond what registries count is nobody’s, and not asked for', async () => {
    await deploySchemas({ registryUrl })
    const ids = await registrySchemaIds({ registryUrl })
    const { length } = registry.calls
    await expect(ids.schemaOf(2 ** 31)).rejects.toMatchObject({ code: 'unknown-schema' })
    expect(registry.calls).toHaveLength(length)
  })
})

test('another client of the registry reads what this one wrote', async () => {
  await deploySchemas({ registryUrl })
  const data = { reservationId: 'r', customerId: 'c', eveningId: 'e', seats: 2, orderId: 'o' }
  const bytes = createCodec(await registrySchemaIds({ registryUrl })).encode('Reservation_confirmed', data)
  expect(await new SchemaRegistry({ host: registryUrl }).decode(bytes)).toEqual(data)
})

describe('a registry that cannot answer is to be asked again', () => {
  const unavailable = (message: string | RegExp) =>
    expect.objectContaining({ name: 'RegistryUnavailable', retryable: true, message: expect.stringMatching(message) })

  test.each([
    ['an error of its own', 500, '{"error_code":50001}', 'status 500'],
    ['too much to do', 429, '{"error_code":42901}', 'status 429'],
    ['a password that is not taken now', 401, '{"error_code":40101}', 'status 401'],
    ['a right that is not given now', 403, '{"error_code":40301}', 'status 403'],
    ['a proxy that has waited for it', 408, '{"error_code":40801}', 'status 408'],
    ['another server’s 404', 404, '<html>', 'status 404, not by a schema registry'],
    ['a page', 200, '<html>', 'was not answered'],
    ['half an answer', 200, '{"id":', 'was not answered'],
    ['an answer without end', 200, ' '.repeat(5 * 2 ** 20), 'more than 4194304 bytes'],
  ])('%s', async (_, status, body, message) => {
    await deploySchemas({ registryUrl })
    const ids = await registrySchemaIds({ registryUrl })
    registry.broken = (response) => response.writeHead(status).end(body)
    await expect(ids.schemaOf(999)).rejects.toEqual(unavailable(message))
    await expect(ids.check()).rejects.toEqual(unavailable(message))
    await expect(registrySchemaIds({ registryUrl })).rejects.toEqual(unavailable(message))
    await expect(deploySchemas({ registryUrl })).rejects.toEqual(unavailable(message))
  })

  test.each([
    ['a 404 of somebody else', 404, '{"error_code":404}'],
    ['another complaint than that it has none', 422, '{"error_code":42201}'],
    ['no schema', 200, '{}'],
    ['a schema that is not JSON', 200, '{"schema":"<html>"}'],
  ])('about a message’s schema: %s', async (_, status, body) => {
    await deploySchemas({ registryUrl })
    const ids = await registrySchemaIds({ registryUrl })
    registry.broken = (response) => response.writeHead(status).end(body)
    await expect(ids.schemaOf(999)).rejects.toEqual(unavailable(/./))
  })

  test('nobody there', async () => {
    await registry[Symbol.asyncDispose]()
    await expect(registrySchemaIds({ registryUrl })).rejects.toEqual(unavailable('ECONNREFUSED'))
  })

  test('no answer in time', async () => {
    registry.broken = () => {}
    const soon = AbortSignal.timeout
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => soon.call(AbortSignal, 30))
    await expect(registrySchemaIds({ registryUrl })).rejects.toEqual(unavailable('nothing came within 5000 ms'))
  })
})
