import { readFileSync } from 'node:fs'
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { deploySchemas, readIds } from '../src/deploy.ts'
import { catalogue } from '../src/generated/events.ts'
import { connectCodec, eventTypes, registrySchemaIds, subjectOf } from '../src/index.ts'
import { DEPLOYMENT, type FakeRegistry, registerByHand, startFakeRegistry } from './fake-registry.ts'

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

const CONFIRMED = {
  reservationId: '01a00000-0000-7000-8000-000000000001',
  customerId: '01a00000-0000-7000-8000-000000000002',
  eveningId: '01a00000-0000-7000-8000-000000000003',
  seats: 2,
  orderId: '01a00000-0000-7000-8000-000000000004',
}

function headerOf(id: number): Buffer {
  const header = Buffer.alloc(5)
  header.writeUInt32BE(id, 1)
  return header
}

const deploy = () => deploySchemas({ registryUrl, credentials: DEPLOYMENT })

describe('ids from the repository', () => {
  test('are those under which the deployment step registered the schemas', async () => {
    await deploy()
    const ids = registrySchemaIds({ registryUrl })
    const texts = eventTypes.map((type) => registry.schemas.get(ids.idOf(type)))
    expect(texts).toEqual(eventTypes.map((type) => JSON.stringify(catalogue[type].schema)))
  })

  test('are had without a word with the registry, those of earlier versions too', async () => {
    const codec = connectCodec({ registryUrl })
    const fixture = readFileSync(new URL('../fixtures/shipping/ShipmentDelivered/v1.avro', import.meta.url))
    const bytes = Buffer.concat([headerOf(readIds()[subjectOf('ShipmentDelivered')]?.['1']?.id ?? 0), fixture])
    expect(codec.decode('ShipmentDelivered', bytes)).toMatchObject({ deliveredAt: null })
    const written = codec.encode('Reservation_confirmed', CONFIRMED)
    expect(codec.decode('Reservation_confirmed', written)).toEqual(CONFIRMED)
    expect(registry.calls).toEqual([])
  })

  test('mean what they mean here, whatever the registry says of them', async () => {
    const codec = connectCodec({ registryUrl })
    const written = codec.encode('Reservation_confirmed', CONFIRMED)
    registry.broken = (response) => response.end('{"schema":"\\"string\\""}')
    await codec.compare()
    await codec.prepare(written)
    expect(codec.decode('Reservation_confirmed', written)).toEqual(CONFIRMED)
  })

  test('of others lead to the schemas that others wrote', async () => {
    await deploy()
    const ids = registrySchemaIds({ registryUrl })
    const id = registerByHand(registry, 'a', '{"type":"record","name":"a.B","fields":[]}')
    expect(await ids.schemaOf(id)).toMatchObject({ name: 'a.B' })
    await expect(ids.schemaOf(id + 1)).rejects.toMatchObject({ code: 'unknown-schema' })
    await ids.check()
  })

  test('beyond what registries count are nobody’s, and not asked for', async () => {
    await expect(registrySchemaIds({ registryUrl }).schemaOf(2 ** 31)).rejects.toMatchObject({ code: 'unknown-schema' })
    expect(registry.calls).toEqual([])
  })
})

describe('a comparison with the registry', () => {
  const cancelled = subjectOf('OrderCancelled')
  const id = readIds()[cancelled]?.['1']?.id ?? 0

  test('finds nothing where it was deployed', async () => {
    await deploy()
    const ids = registrySchemaIds({ registryUrl })
    expect(await ids.compare()).toEqual([])
    await ids.check()
  })

  test.each([
    ['another schema', '"string"', `The registry has another schema than ${cancelled} under id ${id}`],
    ['what is no schema', 'oops', `The registry has another schema than ${cancelled} under id ${id}`],
  ])('finds %s under a known id, and then there is trouble until it is gone', async (_, text, said) => {
    await deploy()
    const ids = registrySchemaIds({ registryUrl })
    const honest = registry.schemas.get(id) ?? ''
    registry.schemas.set(id, text)
    expect(await ids.compare()).toEqual([expect.stringContaining(said)])
    await expect(ids.check()).rejects.toThrow(said)
    registry.schemas.set(id, honest)
    expect(await ids.compare()).toEqual([])
    await ids.check()
  })

  test('finds what was lost, and under which id it is now', async () => {
    await deploy()
    const text = registry.schemas.get(id) ?? ''
    registry.schemas.delete(id)
    registry.subjects.delete(cancelled)
    const ids = registrySchemaIds({ registryUrl })
    expect(await ids.compare()).toEqual([
      expect.stringContaining(`The registry has lost schema ${id} of ${cancelled};`),
    ])
    const again = registerByHand(registry, cancelled, text)
    expect(await ids.compare()).toEqual([expect.stringContaining(`of ${cancelled} and has it under id ${again};`)])
  })
})

test('another client of the registry reads what this one wrote', async () => {
  await deploy()
  const bytes = connectCodec({ registryUrl }).encode('Reservation_confirmed', CONFIRMED)
  expect(await new SchemaRegistry({ host: registryUrl }).decode(bytes)).toEqual(CONFIRMED)
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
    ['another server’s 404', 404, '<html>', 'status 404, which a working schema registry does not'],
    ['a page', 200, '<html>', 'got no response'],
    ['half an answer', 200, '{"id":', 'got no response'],
    ['an answer without end', 200, ' '.repeat(5 * 2 ** 20), 'more than 4194304 bytes'],
  ])('%s', async (_, status, body, message) => {
    const ids = registrySchemaIds({ registryUrl })
    registry.broken = (response) => response.writeHead(status).end(body)
    await expect(ids.schemaOf(999)).rejects.toEqual(unavailable(message))
    await expect(ids.check()).rejects.toEqual(unavailable(message))
    await expect(ids.compare()).rejects.toEqual(unavailable(message))
    await expect(deploy()).rejects.toEqual(unavailable(message))
  })

  test.each([
    ['a 404 of somebody else', 404, '{"error_code":404}'],
    ['another complaint than that it has none', 422, '{"error_code":42201}'],
    ['no schema', 200, '{}'],
    ['a schema that is not JSON', 200, '{"schema":"<html>"}'],
  ])('about a message’s schema: %s', async (_, status, body) => {
    const ids = registrySchemaIds({ registryUrl })
    registry.broken = (response) => response.writeHead(status).end(body)
    await expect(ids.schemaOf(999)).rejects.toEqual(unavailable(/./))
  })

  test('nobody there', async () => {
    await registry[Symbol.asyncDispose]()
    await expect(registrySchemaIds({ registryUrl }).compare()).rejects.toEqual(unavailable('ECONNREFUSED'))
  })

  test('no answer in time', async () => {
    registry.broken = () => {}
    const soon = AbortSignal.timeout
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => soon.call(AbortSignal, 30))
    await expect(registrySchemaIds({ registryUrl }).compare()).rejects.toEqual(
      unavailable('nothing arrived within 5000 ms'),
    )
  })
})
