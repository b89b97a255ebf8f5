import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deploySchemas, extendIds, readIds } from '../src/deploy.ts'
import { catalogue } from '../src/generated/events.ts'
import { type EventType, eventTypes, subjectOf } from '../src/index.ts'
import { lockedSchemas } from '../src/locked-schemas.ts'
import { readSubjects } from '../src/versions.ts'
import { DEPLOYMENT, type FakeRegistry, registerByHand, startFakeRegistry, textsOf } from './fake-registry.ts'

let registry: FakeRegistry
let corrected: string[]

beforeEach(async () => {
  registry = await startFakeRegistry()
  corrected = []
})
afterEach(() => registry[Symbol.asyncDispose]())

const deploy = (more: Partial<Parameters<typeof deploySchemas>[0]> = {}) =>
  deploySchemas({
    registryUrl: registry.url,
    credentials: DEPLOYMENT,
    onCorrected: (text) => corrected.push(text),
    ...more,
  })

const cancelled = subjectOf('OrderCancelled')
const id = readIds()[cancelled]?.['1']?.id ?? 0
const NOTE = { name: 'note', type: 'string', default: '' }
const changed = (...fields: object[]): string =>
  JSON.stringify({ ...catalogue.OrderCancelled.schema, fields: [...catalogue.OrderCancelled.schema.fields, ...fields] })
const everyId = () => Object.fromEntries([...registry.schemas].map(([one, text]) => [one, JSON.parse(text)]))
const lockedIds = Object.fromEntries(lockedSchemas.map((locked) => [locked.id, locked.schema]))

describe('an empty registry', () => {
  test('has every schema under its subject, FULL_TRANSITIVE from before the first version', async () => {
    const lines: string[] = []
    await deploy({ onProgress: (text) => lines.push(text) })
    const subjects = readSubjects()
    expect([...registry.subjects.keys()].sort()).toEqual(subjects.map(({ name }) => name).sort())
    expect([...registry.rules.values()]).toEqual(subjects.map(() => 'FULL_TRANSITIVE'))
    expect(subjects.map(({ name }) => name)).toEqual(expect.arrayContaining(eventTypes.map((type) => subjectOf(type))))
    const configured = registry.calls.indexOf(`PUT /config/${cancelled}`)
    expect(configured).toBeLessThan(registry.calls.indexOf(`POST /subjects/${cancelled}/versions`))
    const all = subjects.length
    const schemas = `${all} schemas`
    expect(lines).toEqual([`checking ${schemas}`, `registering ${schemas}`, `${schemas} in place, ${all} of them new`])
    expect(corrected).toEqual([])
  })

  test('has them under the ids of the repository', async () => {
    await deploy()
    expect(everyId()).toEqual(lockedIds)
  })

  test('has every version in its order, and the events of a later topic in their shape there', async () => {
    await deploy()
    const delivered = textsOf(registry, subjectOf('ShipmentDelivered'))
    expect(delivered.map((text) => text.includes('deliveredAt'))).toEqual([false, true])
    expect(textsOf(registry, 'bistro.order.v2-bistro.order.OrderValidated')[0]).toContain('"Charge"')
    expect(registry.subjects.get('bistro.order.v2-bistro.order.OrderCancelled')).toEqual([id])
  })
})

describe('whoever has not the password of deployment', () => {
  test('is refused, and hears what is missing', async () => {
    const credentials = { ...DEPLOYMENT, password: 'guessed' }
    await expect(deploy({ credentials })).rejects.toMatchObject({
      name: 'RegistryUnavailable',
      message: expect.stringContaining('Only deployment may write there'),
    })
    expect(registry.schemas.size).toBe(0)
  })
})

describe('a registry that has had this deployment', () => {
  beforeEach(() => deploy())

  test('gets no version more', async () => {
    registry.calls.length = 0
    await deploy()
    expect(registry.calls.filter((call) => !call.startsWith('GET'))).toEqual([])
  })

  test('gets its rules back, and it is said', async () => {
    registry.rules.set(cancelled, 'NONE')
    await deploy()
    expect(registry.rules.get(cancelled)).toBe('FULL_TRANSITIVE')
    expect(corrected).toEqual([`the compatibility of ${cancelled} was NONE`])
  })

  test('gets a schema that was lost for good back under its old id', async () => {
    registry.subjects.delete(cancelled)
    registry.subjects.delete('bistro.order.v2-bistro.order.OrderCancelled')
    registry.schemas.delete(id)
    await deploy()
    expect(registry.subjects.get(cancelled)).toEqual([id])
    expect(everyId()).toEqual(lockedIds)
  })

  test('gets a subject that was taken out of use back under its old id', async () => {
    registry.subjects.delete(cancelled)
    await deploy()
    expect(registry.subjects.get(cancelled)).toEqual([id])
  })

  test('keeps a schema whose doc was improved here since', async () => {
    registry.schemas.set(id, JSON.stringify({ ...catalogue.OrderCancelled.schema, doc: 'in other words' }))
    await deploy()
    expect(registry.subjects.get(cancelled)).toEqual([id])
  })
})

describe('a registry that the repository does not agree with', () => {
  const contradicts = (contradiction: string, ...places: string[]) => ({
    name: 'RegistryContradicts',
    contradiction,
    places,
    message: expect.stringContaining(places[0] ?? ''),
  })

  test('has a version that nobody knows here: it is named, and nothing is registered', async () => {
    await deploy()
    registerByHand(registry, cancelled, changed(NOTE))
    registry.subjects.delete(subjectOf('OrderConfirmed'))
    await expect(deploy()).rejects.toMatchObject(contradicts('unknown-versions', `${cancelled}/versions/2`))
    expect(registry.subjects.has(subjectOf('OrderConfirmed'))).toBe(false)
  })

  test('has an event that nobody knows here; what is no topic of ours is none of our business', async () => {
    await deploy()
    registerByHand(registry, 'another-thing', '"string"')
    await deploy()
    registerByHand(registry, 'bistro.order.v1-bistro.order.OrderEaten', '"string"')
    const eaten = 'bistro.order.v1-bistro.order.OrderEaten'
    await expect(deploy()).rejects.toMatchObject(contradicts('unknown-versions', eaten))
  })

  test('loses what is named to be dropped, and nothing else', async () => {
    await deploy()
    const strange = registerByHand(registry, cancelled, changed(NOTE))
    await expect(deploy({ drop: [`${cancelled}/versions/3`] })).rejects.toThrow(`${cancelled}/versions/2`)
    await deploy({ drop: [`${cancelled}/versions/2`] })
    expect(registry.subjects.get(cancelled)).toEqual([id])
    expect(registry.schemas.has(strange)).toBe(true)
    expect(corrected).toEqual([`${cancelled}/versions/2 is deleted; its id still stands for its schema`])
  })

  test('knows schemas by other ids, as one from before ids were kept', async () => {
    for (const [index, { type, schema }] of lockedSchemas.toReversed().entries())
      registerByHand(registry, subjectOf(type as EventType), JSON.stringify(schema), index + 1)
    await expect(deploy({ drop: [cancelled] })).rejects.toMatchObject({
      contradiction: 'other-ids',
      places: expect.arrayContaining([
        `${cancelled} has id ${lockedSchemas.length + 1 - id} in the registry and ${id} in this repository`,
      ]),
      drop: [],
    })
    expect(registry.calls.filter((call) => !call.startsWith('GET'))).toEqual([])
  })

  test('has lost a schema, and somebody has registered it again: with leave it gets its old id back', async () => {
    await deploy()
    const text = registry.schemas.get(id) ?? ''
    registry.subjects.delete('bistro.order.v2-bistro.order.OrderCancelled')
    registry.subjects.delete(cancelled)
    registry.schemas.delete(id)
    const other = registerByHand(registry, cancelled, text, 92)
    const place = `${cancelled} has id ${other} in the registry and ${id} in this repository`
    await expect(deploy()).rejects.toMatchObject(contradicts('registered-again', place))
    await deploy({ drop: [cancelled] })
    expect(everyId()).toEqual(lockedIds)
    expect(corrected).toEqual([`${cancelled} is deleted, to be registered again under its old id`])
  })

  test('has given an id to another schema', async () => {
    registry.schemas.set(id, '"string"')
    const place = expect.stringContaining(
      `OrderCancelled has id ${id} in this repository, which is another schema in the registry`,
    )
    await expect(deploy()).rejects.toMatchObject({ contradiction: 'other-ids', places: [place] })
    expect(registry.subjects.size).toBe(0)
  })
})

describe('a later release', () => {
  const releaseWith = (...fields: object[]) => {
    const subjects = readSubjects().map((subject) =>
      subject.name === cancelled
        ? { ...subject, versions: [...subject.versions, JSON.parse(changed(...fields)) as never] }
        : subject,
    )
    return { subjects, ids: extendIds(readIds(), subjects) }
  }

  test('puts a compatible version beside the old one, under the id that it has for it', async () => {
    await deploy()
    await deploy({ release: releaseWith(NOTE) })
    expect(registry.subjects.get(cancelled)).toEqual([id, Math.max(...lockedSchemas.map((locked) => locked.id)) + 1])
  })

  test('is refused with an incompatible one, and then nothing at all is registered', async () => {
    await deploy()
    registry.subjects.delete(subjectOf('OrderConfirmed'))
    await expect(deploy({ release: releaseWith({ name: 'note', type: 'string' }) })).rejects.toMatchObject({
      name: 'SchemaRejected',
      subject: cancelled,
      type: 'OrderCancelled',
      message: expect.stringMatching(/OrderCancelled\. .*field added without default \(note\)/),
    })
    expect(registry.subjects.has(subjectOf('OrderConfirmed'))).toBe(false)
  })
})
