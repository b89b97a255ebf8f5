import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { owners } from '../src/index.ts'
import { readSchemas } from '../src/read-schemas.ts'
import { render } from '../src/render.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bistro-schemas-'))
  for (const owner of owners) mkdirSync(join(directory, owner))
})
afterEach(() => rmSync(directory, { recursive: true }))

const field = (name: string, type: unknown = 'string') => ({ name, type })
const money = (...fields: string[]) => ({ type: 'record', name: 'Money', fields: fields.map((name) => field(name)) })

function write(owner: string, type: string, change: object = {}) {
  const schema = { type: 'record', name: `bistro.${owner}.${type}`, doc: 'it happened', fields: [field('orderId')] }
  mkdirSync(join(directory, owner, type))
  writeFileSync(join(directory, owner, type, 'v1.avsc'), JSON.stringify({ ...schema, ...change }))
}

test('types follow the schema', () => {
  const lines = field('lines', { type: 'array', items: money('currency') })
  write('order', 'OrderTold', {
    fields: [field('orderId'), field('count', 'int'), lines, field('note', ['null', 'string'])],
  })
  const text = render(readSchemas(directory))
  expect(text).toContain('/** it happened */\nexport interface OrderTold {\n  readonly orderId: string\n')
  expect(text).toContain(
    '  readonly count: number\n  readonly lines: ReadonlyArray<Money>\n  readonly note: null | string\n',
  )
  expect(text).toContain("  | { readonly type: 'OrderTold'; readonly data: OrderTold }")
})

test('other files are left alone', () => {
  writeFileSync(join(directory, 'order', 'notes.txt'), 'not a schema')
  expect(readSchemas(directory)).toEqual([])
})

test.each([
  ['a name that is not its place', { name: 'bistro.order.Other' }, 'Rename one'],
  ['no doc', { doc: '' }, 'Say in one line'],
  ['a first field that is not the stream', { fields: [field('sku')] }, 'Begin with the stream'],
])('%s is refused', (_, change, advice) => {
  write('order', 'OrderTold', change)
  expect(() => readSchemas(directory)).toThrow(`schemas/order/OrderTold/v1.avsc: `)
  expect(() => readSchemas(directory)).toThrow(advice)
})

test('one name for the events of two owners is refused', () => {
  write('order', 'Told')
  write('payment', 'Told')
  expect(() => readSchemas(directory)).toThrow('schemas/payment/Told: another owner has an event of that name')
})

test('one name for two shapes is refused', () => {
  write('order', 'A', { fields: [field('orderId'), field('price', money('amount'))] })
  write('payment', 'B', { fields: [field('orderId'), field('price', money('amount', 'currency'))] })
  expect(() => render(readSchemas(directory))).toThrow('schemas/payment/B: Money has another shape')
})
