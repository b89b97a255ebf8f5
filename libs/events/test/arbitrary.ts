import fc from 'fast-check'
import type { AvroType, RecordSchema } from '../src/avro.ts'
import { catalogue, type EventType } from '../src/generated/events.ts'

const MAX_ITEMS = 5
const MAX_LONG = 2 ** 52
const uuid = fc.uuid()
const text = fc.string({ unit: 'grapheme' }).filter((any) => !any.includes('\0'))

/** Any data that the event's schema allows. */
export function dataOf(type: EventType): fc.Arbitrary<object> {
  return record(catalogue[type].schema, new Map())
}

function record(schema: RecordSchema, named: Map<string, RecordSchema>): fc.Arbitrary<object> {
  named.set(schema.name, schema)
  return fc.record(
    Object.fromEntries(schema.fields.map(({ name, type }) => [name, name.endsWith('Id') ? uuid : value(type, named)])),
  )
}

function value(type: AvroType, named: Map<string, RecordSchema>): fc.Arbitrary<unknown> {
  if (type === 'string') return text
  if (type === 'null') return fc.constant(null)
  if (type === 'int') return fc.integer()
  if (type === 'long') return fc.integer({ min: -MAX_LONG, max: MAX_LONG })
  if (typeof type === 'string') return record(named.get(type)!, named)
  if (!('type' in type)) return fc.oneof(...type.map((branch) => value(branch, named)))
  return type.type === 'array' ? fc.array(value(type.items, named), { maxLength: MAX_ITEMS }) : record(type, named)
}
