import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { AvroType, RecordSchema } from '../src/avro.ts'
import { parseSchema } from '../src/avro-types.ts'
import { catalogue } from '../src/generated/events.ts'
import { eventTypes, owners } from '../src/index.ts'
import { streamIdsOf } from '../src/owners.ts'
import { readLaterEditions, readSchemas } from '../src/read-schemas.ts'
import { render } from '../src/render.ts'

const files = readSchemas()

test('the generated file is what the schemas say', () => {
  const generated = readFileSync(new URL('../src/generated/events.ts', import.meta.url), 'utf8')
  expect(render(files, readLaterEditions())).toBe(generated)
})

test('every folder of events is an owner', () => {
  expect(new Set(files.map(({ owner }) => owner))).toEqual(new Set(owners))
})

describe.each(eventTypes)('%s', (type) => {
  const { owner, schema } = catalogue[type]

  test('is Avro, by its full name', () => {
    expect(parseSchema(schema).name).toBe(`bistro.${owner}.${type}`)
  })

  test('begins with the id of its stream, a string', () => {
    expect(streamIdsOf(owner)).toContain(schema.fields[0]?.name)
    expect(schema.fields[0]?.type).toBe('string')
  })

  test('says in one line what it means', () => {
    expect(schema.doc).toMatch(/^[^\n]{10,90}$/)
  })

  test('is made of what can grow: no enum, fixed, map, float or bytes', () => {
    const kinds = new Set(schema.fields.flatMap((field) => kindsIn(field.type)))
    expect(['string', 'int', 'long', 'boolean', 'null', 'array', 'record']).toEqual(expect.arrayContaining([...kinds]))
  })
})

test('records within an event are in the namespace of its owner', () => {
  const text = JSON.stringify(parseSchema(catalogue.OrderRequested.schema).schema())
  expect(text).toContain('"name":"bistro.order.OrderLine"')
  expect(text).toContain('"name":"bistro.order.Money"')
})

test('EveningOpened, alone in its stream, begins with eveningId', () => {
  expect(catalogue.EveningOpened.schema.fields[0]?.name).toBe('eveningId')
})

function kindsIn(type: AvroType): string[] {
  if (typeof type === 'string') return /^[A-Z]/.test(type) ? ['record'] : [type]
  if (!('type' in type)) return type.flatMap(kindsIn)
  return [type.type, ...(type.type === 'array' ? kindsIn(type.items) : fieldKinds(type))]
}

const fieldKinds = (record: RecordSchema) => record.fields.flatMap((field) => kindsIn(field.type))
