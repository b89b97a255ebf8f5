import { describe, expect, test } from 'vitest'
import type { RecordSchema } from '../src/avro.ts'
import { extendIds, type IdLock, idFaults } from '../src/id-lock.ts'
import { readIds } from '../src/read-ids.ts'
import { readSubjects, type Subject } from '../src/versions.ts'

const schema = (...names: string[]): RecordSchema => ({
  type: 'record',
  name: 'bistro.order.OrderTold',
  doc: 'it happened',
  fields: names.map((name) => ({ name, type: 'string' })),
})
const told = (topic: string, ...versions: RecordSchema[]): Subject => ({
  name: `${topic}-bistro.order.OrderTold`,
  topic,
  owner: 'order',
  type: 'OrderTold',
  versions,
})
const [V1, V2] = ['bistro.order.v1', 'bistro.order.v2']
const FIRST = told(V1, schema('orderId'))
const NAME = FIRST.name
const GROWN = told(V1, schema('orderId'), schema('orderId', 'note'))
const idsOf = (lock: IdLock) => Object.values(lock).map((versions) => Object.values(versions).map(({ id }) => id))

test('the ids of the repository fit its schemas', () => {
  expect(idFaults(readIds(), readSubjects())).toEqual([])
})

describe('an id', () => {
  test('is the next one, and stays when more come', () => {
    const lock = extendIds({}, [FIRST])
    expect(idsOf(lock)).toEqual([[1]])
    const grown = extendIds(lock, [GROWN])
    expect(idsOf(grown)).toEqual([[1, 2]])
    expect(idsOf(extendIds(grown, [told('bistro.order.v0', schema('orderId', 'other')), GROWN]))).toEqual([[3], [1, 2]])
  })

  test('is shared by what is the same on two topics, whatever its doc says', () => {
    const lock = extendIds({}, [FIRST, told(V2, { ...schema('orderId'), doc: 'in other words' })])
    expect(idsOf(lock)).toEqual([[1], [1]])
    expect(idFaults(lock, [FIRST, told(V2, schema('orderId'))])).toEqual([])
  })
})

describe('a check', () => {
  const lock = extendIds({}, [GROWN])
  const withEntry = (version: string, entry: object): IdLock => ({
    [NAME]: { ...lock[NAME], [version]: { ...lock[NAME]?.[version], ...entry } as never },
  })

  test.each<[string, IdLock, Subject, RegExp]>([
    ['missing', extendIds({}, [FIRST]), GROWN, /no id for .*OrderTold v2 yet\. Type: npm run generate/],
    ['for what is gone', lock, FIRST, /has an id for .*OrderTold v2, which is gone\..*git checkout/],
    ['for another schema', withEntry('2', { fingerprint: 'x' }), GROWN, /says x for .*OrderTold v2, the schema is /],
    ['no id', withEntry('2', { id: 0 }), GROWN, /has 0 as the id of .*OrderTold v2/],
    [
      'given twice',
      withEntry('2', { id: 1 }),
      GROWN,
      /gives id 1 to .*v1 and to .*v2\. Remove the entry that was never/,
    ],
  ])('finds an entry that is %s', (_, ids, subject, fault) => {
    expect(idFaults(ids, [subject])).toEqual([expect.stringMatching(fault)])
  })

  test('finds two ids of one schema', () => {
    const copy = told(V2, schema('orderId'))
    const twice = { ...extendIds({}, [FIRST]), [copy.name]: { 1: { ...lock[NAME]?.['1'], id: 7 } as never } }
    expect(idFaults(twice, [FIRST, copy])).toEqual([expect.stringMatching(/gives ids 1 and 7 to one schema/)])
  })
})
