import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createCodec, fileSchemaIds, type OrderValidated, type OrderValidatedV2 } from '../src/index.ts'

// OrderValidated as the example of a change that old readers cannot follow: it has another shape on bistro.order.v2.
const TOPIC = 'bistro.order.v2'
const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/order/topic-v2/OrderValidated/${name}`, import.meta.url))
const edited = JSON.parse(String(fixture('v1.json'))) as OrderValidatedV2
const { charge, ...rest } = edited
const stored: OrderValidated = { ...rest, deposit: charge.amount, cardToken: charge.reference }

describe('an event that has another shape on a later topic', () => {
  const codec = createCodec(fileSchemaIds())
  const bytes = codec.encode('OrderValidated', stored)
  const translated = codec.translate('OrderValidated', bytes, TOPIC)

  test('is made of what is stored, in the same bytes each time', () => {
    expect(translated.subarray(5)).toEqual(fixture('v1.avro'))
    expect(codec.translate('OrderValidated', bytes, TOPIC)).toEqual(translated)
  })

  test('is read there in its new shape, and where it is stored in its own', () => {
    expect(codec.decode('OrderValidated', translated, TOPIC)).toEqual(edited)
    expect(codec.decode('OrderValidated', bytes, 'bistro.order.v1')).toEqual(stored)
    expect(codec.decode('OrderValidated', bytes)).toEqual(stored)
  })

  test('cannot be mistaken for the other: each is undecodable on the other topic', () => {
    expect(() => codec.decode('OrderValidated', bytes, TOPIC)).toThrow('cannot be read as OrderValidated')
    expect(() => codec.decode('OrderValidated', translated)).toThrow('cannot be read as OrderValidated')
  })

  test('leaves all others as they are', () => {
    const cancelled = codec.encode('OrderCancelled', { ...rest, reason: 'x' })
    expect(codec.translate('OrderCancelled', cancelled, TOPIC)).toBe(cancelled)
    expect(codec.decode('OrderCancelled', cancelled, TOPIC)).toMatchObject({ reason: 'x' })
  })
})
