import { describe, expect, test } from 'vitest'
import { parseSchema } from '../src/avro-types.ts'
import { compare } from '../src/compatibility.ts'

const record = (...fields: object[]) => ({
  type: 'record',
  name: 'bistro.order.OrderTold',
  fields: [{ name: 'orderId', type: 'string' }, ...fields],
})
const field = (name: string, type: unknown, rest: object = {}) => ({ name, type, ...rest })
const kind = (symbols: string[], rest: object = {}) => ({ type: 'enum', name: 'Kind', symbols, ...rest })
const lines = (...fields: object[]) =>
  field('lines', {
    type: 'array',
    items: { type: 'record', name: 'Line', fields: [field('sku', 'string'), ...fields] },
  })

/** What the driver that reads and writes says itself. */
function fits(older: object, newer: object): boolean {
  const [before, after] = [parseSchema(older), parseSchema(newer)]
  try {
    return Boolean(before.createResolver(after) && after.createResolver(before))
  } catch {
    return false
  }
}

describe('changes that break no reader', () => {
  test.each<[string, object, object]>([
    ['nothing', record(), record()],
    ['an optional field', record(), record(field('note', ['null', 'string'], { default: null }))],
    ['a field with a default', record(), record(field('note', 'string', { default: '' }))],
    ['an optional field that goes', record(field('note', 'string', { default: '' })), record()],
    ['an optional field within a list', record(lines()), record(lines(field('note', 'string', { default: '' })))],
    ['other words', record(), { ...record(), doc: 'better said' }],
    [
      'a symbol of an enum that has a default',
      record(field('kind', kind(['a', 'other'], { default: 'other' }))),
      record(field('kind', kind(['a', 'b', 'other'], { default: 'other' }))),
    ],
  ])('%s', (_, older, newer) => {
    expect(compare(older, newer)).toEqual([])
    expect(fits(older, newer)).toBe(true)
  })
})

describe('changes that break one, with the rule, the field and the way out', () => {
  test.each<[string, object, object, string, RegExp]>([
    ['field added without default', record(), record(field('note', 'string')), 'note', /"default":null/],
    ['field removed without default', record(field('note', 'string')), record(), 'note', /go on filling it/],
    ['field renamed', record(field('note', 'string')), record(field('remark', 'string')), 'remark', /beside it/],
    // An alias helps new programs with old events, and nobody with new ones.
    [
      'field removed without default',
      record(field('note', 'string')),
      record(field('remark', 'string', { aliases: ['note'] })),
      'note',
      /./,
    ],
    ['type changed', record(field('seats', 'int')), record(field('seats', 'string')), 'seats', /beside it/],
    ['type changed', record(field('seats', 'int')), record(field('seats', 'long')), 'seats', /new topic/],
    ['type changed', record(lines()), record(field('lines', 'string')), 'lines', /beside it/],
    [
      'type changed',
      record(lines(field('price', 'int'))),
      record(lines(field('price', 'string'))),
      'lines.[].price',
      /./,
    ],
    [
      'field added without default',
      record(lines()),
      record(lines(field('price', 'int'))),
      'lines.[].price',
      /optional/,
    ],
    [
      'union branch added',
      record(field('note', 'string')),
      record(field('note', ['null', 'string'])),
      'note',
      /beside/,
    ],
    ['union branch removed', record(field('note', ['null', 'string'])), record(field('note', 'string')), 'note', /./],
    [
      'union branch added',
      record(field('n', ['null', 'int'])),
      record(field('n', ['null', 'int', 'string'])),
      'n',
      /./,
    ],
    [
      'enum symbol added',
      record(field('kind', kind(['a']))),
      record(field('kind', kind(['a', 'b']))),
      'kind',
      /string/,
    ],
    [
      'enum symbol removed',
      record(field('kind', kind(['a', 'b']))),
      record(field('kind', kind(['a']))),
      'kind',
      /default/,
    ],
    ['record renamed', record(), { ...record(), name: 'bistro.order.OrderSaid' }, '', /Keep the name/],
  ])('%s: %o becomes %o', (rule, older, newer, path, instead) => {
    const breaches = compare(older, newer)
    expect(breaches).toContainEqual(expect.objectContaining({ rule, field: path }))
    expect(breaches.map((breach) => breach.instead).join()).toMatch(instead)
    expect(fits(older, newer)).toBe(false)
  })
})
