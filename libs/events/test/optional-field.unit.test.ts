import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseSchema } from '../src/avro-types.ts'
import { createCodec, fileSchemaIds, type ShipmentDelivered } from '../src/index.ts'
import { readSubjects } from '../src/versions.ts'

// ShipmentDelivered as the example of a field that was added: version 2 says when, where the carrier has told.
const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/shipping/ShipmentDelivered/${name}`, import.meta.url))
const dataOf = (version: number) => JSON.parse(String(fixture(`v${version}.json`))) as ShipmentDelivered
const [first, second] = (readSubjects().find(({ type }) => type === 'ShipmentDelivered')?.versions ?? []).map(
  parseSchema,
)

describe('a program of version 1', () => {
  test('reads an event of version 2, without the field that it does not know', () => {
    const { deliveredAt: _, ...known } = dataOf(2)
    expect(first?.decode(fixture('v2.avro'), 0, first.createResolver(second!)).value).toEqual(known)
  })
})

describe('a program of version 2', () => {
  const codec = createCodec({
    ...fileSchemaIds(),
    schemaOf: async () => readSubjects().find(({ type }) => type === 'ShipmentDelivered')!.versions[0]!,
  })
  const WRITTEN_WITH_VERSION_1 = Buffer.from('00000003e8', 'hex')

  test('reads an event of version 1 from a topic, and sees the default', async () => {
    const bytes = Buffer.concat([WRITTEN_WITH_VERSION_1, fixture('v1.avro')])
    await codec.prepare(bytes)
    expect(codec.decode('ShipmentDelivered', bytes)).toEqual({ ...dataOf(1), deliveredAt: null })
  })

  test('writes what version 2 says, with the field and without it', () => {
    expect(codec.encode('ShipmentDelivered', dataOf(2)).subarray(5)).toEqual(fixture('v2.avro'))
    const bytes = codec.encode('ShipmentDelivered', dataOf(1))
    expect(codec.decode('ShipmentDelivered', bytes)).toEqual({ ...dataOf(1), deliveredAt: null })
  })
})
