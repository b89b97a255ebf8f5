import { randomUUID } from 'node:crypto'
import { connectCodec } from '@bistro/events'
import { deploySchemas, extendIds, readIds } from '@bistro/events/deploy'
import { readSubjects } from '@bistro/events/evolution'
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import { describe, expect, it } from 'vitest'
import { manifest } from '../support/shared-stack.ts'

const { url: registryUrl, deployment: credentials } = manifest.registry
const client = new SchemaRegistry({ host: registryUrl })
const delivered = readSubjects().find(({ type }) => type === 'ShipmentDelivered')!
const event = { orderId: randomUUID(), reservationId: randomUUID(), shipmentId: randomUUID() }
const AT = '2027-03-05T10:00:00.000Z'

const ask = async (path: string): Promise<unknown> => (await fetch(`${registryUrl}${path}`)).json()
const versions = () => ask(`/subjects/${delivered.name}/versions`)
const idOf = (version: number) => client.getRegistryId(delivered.name, version)

describe('an optional field that was added (ShipmentDelivered)', () => {
  it('is a second version beside the first, each with an id of its own, under FULL_TRANSITIVE', async () => {
    expect(await versions()).toEqual([1, 2])
    expect(await idOf(1)).not.toBe(await idOf(2))
    expect(await ask(`/config/${delivered.name}`)).toEqual({ compatibilityLevel: 'FULL_TRANSITIVE' })
  })

  it('has its default for a new program that reads what an old one has written', async () => {
    const codec = connectCodec({ registryUrl })
    const bytes = await client.encode(await idOf(1), event)
    await codec.prepare(bytes)
    expect(codec.decode('ShipmentDelivered', bytes)).toEqual({ ...event, deliveredAt: null })
  })

  it('is passed over by an old program that reads what a new one has written', async () => {
    const codec = connectCodec({ registryUrl })
    const bytes = codec.encode('ShipmentDelivered', { ...event, deliveredAt: AT })
    expect(await client.decode(bytes)).toMatchObject({ deliveredAt: AT })
    const old = new SchemaRegistry({ host: registryUrl })
    const readerSchema = delivered.versions[0]
    expect({ ...(await old.decode(bytes, { ['AVRO' as never]: { readerSchema } } as never)) }).toEqual(event)
  })
})

describe('a change that breaks a reader', () => {
  const [first, second] = delivered.versions as [(typeof delivered.versions)[0], (typeof delivered.versions)[0]]
  const releaseWith = (fields: typeof first.fields) => {
    const changed = { ...delivered, versions: [first, second, { ...second, fields }] }
    const subjects = readSubjects().map((subject) => (subject.name === delivered.name ? changed : subject))
    return { subjects, ids: extendIds(readIds(), subjects) }
  }

  it.each([
    [
      'field added without default (signature)',
      [...second.fields, { name: 'signature', type: 'string' }],
      'Make it optional',
    ],
    [
      'field removed without default (shipmentId)',
      second.fields.filter(({ name }) => name !== 'shipmentId'),
      'Keep it',
    ],
    [
      'type changed (shipmentId)',
      second.fields.map((field) => (field.name === 'shipmentId' ? { ...field, type: 'long' } : field)),
      'new field with a default beside it',
    ],
  ])(
    '%s: the registry refuses it, and it is said by its rule, with what to do instead',
    async (rule, fields, instead) => {
      const deploying = deploySchemas({ registryUrl, credentials, release: releaseWith(fields) })
      await expect(deploying).rejects.toMatchObject({ name: 'SchemaRejected', type: 'ShipmentDelivered' })
      const message = await deploying.catch((error: Error) => error.message)
      for (const part of [delivered.name, 'version 1 there', 'version 2 there', rule, instead])
        expect(message).toContain(part)
      expect(await versions()).toEqual([1, 2])
    },
  )
})
