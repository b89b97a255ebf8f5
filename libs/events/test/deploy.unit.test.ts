import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deploySchemas } from '../src/deploy.ts'
import { catalogue } from '../src/generated/events.ts'
import { eventTypes, subjectOf } from '../src/index.ts'
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
    expect([...registry.subjects.keys()].sort()).toEqual(eventTypes.map(subjectOf).sort())
    expect([...registry.rules.values()]).toEqual(eventTypes.map(() => 'FULL_TRANSITIVE'))
    const configured = registry.calls.indexOf(`PUT /config/${subjectOf('OrderCancelled')}`)
    expect(configured).toBeLessThan(registry.calls.indexOf(`POST /subjects/${subjectOf('OrderCancelled')}/versions`))
    expect(lines).toEqual(['checking 39 schemas', 'registering 39 schemas', '39 schemas in place, 39 of them new'])
  })
})

describe('a registry that has had this deployment', () => {
  test('gets no version more', async () => {
    await deploy()
    registry.calls.length = 0
    await deploy()
    expect(registry.calls.filter((call) => call.endsWith('/versions'))).toEqual([])
    expect(registry.schemas).toHaveLength(eventTypes.length)
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
      message: expect.stringMatching(/OrderCancelled: the schema is not FULL_TRANSITIVE .*new topic/),
    })
    expect(registry.schemas).toHaveLength(1)
  })
})
