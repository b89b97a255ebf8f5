import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deploySchemas } from '../src/deploy.ts'
import { catalogue } from '../src/generated/events.ts'
import { eventTypes, subjectOf } from '../src/index.ts'
import { readSubjects } from '../src/versions.ts'
import { type FakeRegistry, startFakeRegistry } from './fake-registry.ts'

let registry: FakeRegistry

beforeEach(async () => {
  registry = await startFakeRegistry()
})
afterEach(() => registry[Symbol.asyncDispose]())

const deploy = (onProgress?: (text: string) => void) =>
  deploySchemas({ registryUrl: registry.url, ...(onProgress && { onProgress }) })

/** Puts a version into the registry that differs from today's by `change`. */
function registered(change: object) {
  const text = JSON.stringify({ ...catalogue.OrderCancelled.schema, ...change })
  registry.subjects.set(subjectOf('OrderCancelled'), [text])
  registry.schemas.push(text)
}

describe('an empty registry', () => {
  test('has every schema under its subject, FULL_TRANSITIVE from before the first version', async () => {
    const lines: string[] = []
    await deploy((text) => lines.push(text))
    const subjects = readSubjects()
    expect([...registry.subjects.keys()].sort()).toEqual(subjects.map(({ name }) => name).sort())
    expect([...registry.rules.values()]).toEqual(subjects.map(() => 'FULL_TRANSITIVE'))
    expect(subjects.map(({ name }) => name)).toEqual(expect.arrayContaining(eventTypes.map((type) => subjectOf(type))))
    const configured = registry.calls.indexOf(`PUT /config/${subjectOf('OrderCancelled')}`)
    expect(configured).toBeLessThan(registry.calls.indexOf(`POST /subjects/${subjectOf('OrderCancelled')}/versions`))
    expect(lines).toEqual(['checking 49 schemas', 'registering 49 schemas', '49 schemas in place, 49 of them new'])
  })

  test('has every version in its order, and the events of a later topic in their shape there', async () => {
    await deploy()
    const delivered = registry.subjects.get(subjectOf('ShipmentDelivered')) ?? []
    expect(delivered.map((text) => text.includes('deliveredAt'))).toEqual([false, true])
    expect(registry.subjects.get('bistro.order.v2-bistro.order.OrderValidated')?.[0]).toContain('"Charge"')
    expect(registry.subjects.get('bistro.order.v2-bistro.order.OrderCancelled')?.[0]).toBe(
      registry.subjects.get('bistro.order.v1-bistro.order.OrderCancelled')?.[0],
    )
  })
})

describe('a registry that has had this deployment', () => {
  test('gets no version more', async () => {
    await deploy()
    registry.calls.length = 0
    await deploy()
    expect(registry.calls.filter((call) => call.endsWith('/versions'))).toEqual([])
    expect(registry.schemas).toHaveLength(eventTypes.length + 2)
  })

  test('gets its rules back', async () => {
    await deploy()
    registry.rules.set(subjectOf('OrderCancelled'), 'NONE')
    await deploy()
    expect(registry.rules.get(subjectOf('OrderCancelled'))).toBe('FULL_TRANSITIVE')
  })
})

describe('a registry with another version', () => {
  test('gets a compatible one beside it', async () => {
    const note = { name: 'note', type: 'string', default: '' }
    registered({ fields: [...catalogue.OrderCancelled.schema.fields, note] })
    await deploy()
    expect(registry.subjects.get(subjectOf('OrderCancelled'))).toHaveLength(2)
  })

  test('refuses an incompatible one, and then nothing at all is registered', async () => {
    registered({ fields: [...catalogue.OrderCancelled.schema.fields, { name: 'note', type: 'string' }] })
    await expect(deploy()).rejects.toMatchObject({
      name: 'SchemaRejected',
      subject: subjectOf('OrderCancelled'),
      type: 'OrderCancelled',
      message: expect.stringMatching(
        /OrderCancelled\. .*field removed without default \(note\): old programs need note/,
      ),
    })
    expect(registry.schemas).toHaveLength(1)
  })
})
