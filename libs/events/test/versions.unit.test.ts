import { describe, expect, test } from 'vitest'
import type { RecordSchema } from '../src/avro.ts'
import { incompatibilities, describe as tell } from '../src/evolution.ts'
import type { SchemaFile } from '../src/read-schemas.ts'
import { extendLock, lockFaults } from '../src/version-lock.ts'
import { readSubjects, type Subject } from '../src/versions.ts'

const schema = (...names: string[]): RecordSchema => ({
  type: 'record',
  name: 'bistro.order.OrderTold',
  doc: 'it happened',
  fields: names.map((name) => ({ name, type: 'string' })),
})
const fileOf = (...versions: RecordSchema[]): SchemaFile => ({
  owner: 'order',
  edition: 1,
  type: 'OrderTold',
  versions,
  schema: versions.at(-1) ?? schema(),
})
const subjectOf = (...versions: RecordSchema[]): Subject => ({
  ...fileOf(...versions),
  topic: 'bistro.order.v1',
  name: 'bistro.order.v1-bistro.order.OrderTold',
})

describe('every version of every event', () => {
  test('goes together with all that came before it', () => {
    expect(incompatibilities()).toEqual([])
  })

  test('is held against every earlier one, not only the last', () => {
    const optional = { name: 'note', type: 'string', default: '' }
    const first = schema('orderId')
    const second = { ...first, fields: [...first.fields, optional] }
    const third = schema('orderId', 'note')
    const faults = incompatibilities([subjectOf(first, second, third)])
    expect(faults).toMatchObject([
      { version: 3, with: 1, breach: { rule: 'field added without default', field: 'note' } },
    ])
  })

  test('names producer, event, topic, versions, field, consumers and the way out', () => {
    const [fault] = incompatibilities([subjectOf(schema('orderId', 'note'), schema('orderId'))])
    expect(fault && tell(fault, () => ['payment', 'shipping'])).toBe(
      'order publishes OrderTold on bistro.order.v1: version 2 is incompatible with version 1: field removed without default (note): ' +
        'old programs need note, but new events have none. It is read by payment, shipping. ' +
        'Keep it and go on filling it. If that is not possible, publish the new shape on a new topic (….v2).',
    )
  })

  test('of a later topic, there are all events of its owner', () => {
    const ofOrder = (topic: string) =>
      readSubjects().flatMap((subject) => (subject.topic === topic ? [subject.type] : []))
    expect(ofOrder('bistro.order.v2').sort()).toEqual(ofOrder('bistro.order.v1').sort())
  })
})

describe('the lock of versions', () => {
  const [first, second] = [schema('orderId'), schema('orderId', 'note')]
  const lock = extendLock({}, [fileOf(first)])

  test('is content with what it knows, whatever is said of it in words', () => {
    expect(lockFaults(lock, [fileOf({ ...first, doc: 'better said' })])).toEqual([])
  })

  test('finds a version that was edited instead of raised', () => {
    expect(lockFaults(lock, [fileOf(second)])).toEqual([
      expect.stringMatching(/OrderTold\/v1\.avsc was edited.*copy the highest version to the next number/),
    ])
  })

  test('finds an old version that was edited beside a new one', () => {
    const both = extendLock(lock, [fileOf(first, second)])
    expect(lockFaults(both, [fileOf(schema('other'), second)])).toEqual([expect.stringContaining('v1.avsc was edited')])
  })

  test('finds a version and an event that are gone', () => {
    const both = extendLock(lock, [fileOf(first, second)])
    expect(lockFaults(both, [fileOf(first)])).toEqual([expect.stringContaining('OrderTold/v2.avsc is gone')])
    expect(lockFaults(lock, [])).toEqual([expect.stringContaining('OrderTold/v1.avsc is gone')])
  })

  test('asks for a new version to be added, and adds no edited one', () => {
    expect(lockFaults(lock, [fileOf(first, second)])).toEqual([expect.stringContaining('npm run generate')])
    expect(extendLock(lock, [fileOf(second)])).toEqual(lock)
  })
})
