import { expect, test } from 'vitest'
import { breakingChanges } from '../../src/testing/openapi/index.ts'
import { after, type before } from './planted.ts'

type Change = Parameters<typeof after>[0]

const breaksOf = (change: Change) =>
  breakingChanges(
    after(() => {}),
    after(change),
  )
const WAY_OUT =
  'Callers rely on the released document: restore this, and add new parts beside it. When nobody uses it any more, release the new document: npm run generate -- --release'

const listed = (paths: (typeof before)['paths']) =>
  paths['/jars'].get.responses['200'].content['application/json'].schema as { items: { properties: object } }
const sent = (paths: (typeof before)['paths']) =>
  paths['/jars'].post.requestBody.content['application/json'].schema as {
    required: string[]
    properties: Record<string, object>
  }
const shown = (paths: (typeof before)['paths']) =>
  paths['/jars/{id}'].get.responses['200'].content['application/json'].schema as {
    required: string[]
    properties: Record<string, object>
  }

const planted: [what: string, change: Change, says: string][] = [
  [
    'a renamed operation',
    ({ paths }) => void Object.assign(paths['/jars'].get, { operationId: 'listGlasses' }),
    'GET /jars: the operationId listJars is now listGlasses',
  ],
  [
    'a removed route',
    ({ paths }) => void Reflect.deleteProperty(paths, '/jars/{id}'),
    'GET /jars/{id}: the route is gone',
  ],
  [
    'a renamed field of an answer',
    ({ paths }) => {
      const { label, ...rest } = shown(paths).properties
      shown(paths).properties = { name: label!, ...rest }
    },
    'GET /jars/{id}: 200.label is gone',
  ],
  [
    'a field of a list’s items',
    ({ paths }) => void Reflect.deleteProperty(listed(paths).items.properties, 'weeks'),
    'GET /jars: 200[].weeks is gone',
  ],
  [
    'a field that is no longer always there',
    ({ paths }) => void shown(paths).required.pop(),
    'GET /jars/{id}: 200.lid is no longer always there',
  ],
  [
    'a changed type',
    ({ paths }) => void Object.assign(shown(paths).properties, { weeks: { type: 'string' } }),
    'GET /jars/{id}: 200.weeks changed its type from integer to string',
  ],
  [
    'a field that requests must no longer have',
    ({ paths }) => void Reflect.deleteProperty(sent(paths).properties, 'weeks'),
    'POST /jars: request.weeks is gone',
  ],
  [
    'a new requirement',
    ({ paths }) => void sent(paths).required.push('weeks'),
    'POST /jars: request.weeks is now required',
  ],
  [
    'a removed enum symbol',
    ({ paths }) =>
      void Object.assign(sent(paths).properties, { lid: { anyOf: [{ type: 'string', enum: ['screw'] }] } }),
    'POST /jars: request.lid no longer takes swing',
  ],
  [
    'a tighter bound',
    ({ paths }) => void Object.assign(sent(paths).properties, { label: { type: 'string', maxLength: 10 } }),
    'POST /jars: request.label has a lower maxLength: 10',
  ],
  [
    'a dropped status',
    ({ paths }) => void Reflect.deleteProperty(paths['/jars'].get.responses, '400'),
    'GET /jars: the status 400 is dropped',
  ],
  [
    'a removed parameter',
    ({ paths }) => void paths['/jars'].get.parameters.pop(),
    'GET /jars: the query parameter limit is gone',
  ],
  [
    'a parameter that must be there',
    ({ paths }) => void Object.assign(paths['/jars'].get.parameters[0]!, { required: true }),
    'GET /jars: the query parameter limit is now required',
  ],
  [
    'a parameter with a tighter bound',
    ({ paths }) => void Object.assign(paths['/jars'].get.parameters[0]!.schema, { maximum: 50 }),
    'GET /jars: query parameter limit has a lower maximum: 50',
  ],
]

test.each(planted)('%s is told', (_, change, says) => {
  expect(breaksOf(change)).toEqual([`pantry: ${says}. ${WAY_OUT}`])
})

test('what is added breaks nobody', () => {
  const breaks = breaksOf(({ paths }) => {
    shown(paths).properties.colour = { type: 'string' }
    sent(paths).properties.colour = { type: 'string' }
    sent(paths).properties.label = { type: 'string', maxLength: 40 }
    Object.assign(paths['/jars'].get.responses, { '429': {} })
    Object.assign(paths, { '/shelves': { get: { responses: { '200': {} } } } })
  })
  expect(breaks).toEqual([])
})
