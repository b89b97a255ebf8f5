import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { arrange, call, ORDINARY, readEvents, reserve, SERVICES, watchSagas } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { type EventType, schemaOf, subjectOf, topics } from '@bistro/events'
import { readIds } from '@bistro/events/deploy'
import { deleteData } from '@bistro/stack'
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { plainClient, readTopics } from '../support/records.ts'
import { endOf, textIn } from '../support/sagas.ts'
import { UNHURRIED_WORLD } from '../support/unhurried-world.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'bistro-e2e-registry-'))
const SOON = { timeout: 20_000, interval: 200 }
const lockedId = (type: EventType) => readIds()[subjectOf(type)]?.['1']?.id
const [confirmed, dispatched, cancelled] = [
  subjectOf('OrderConfirmed'),
  subjectOf('OrderDispatched'),
  subjectOf('OrderCancelled'),
]
const incompatible = {
  ...schemaOf('OrderCancelled'),
  fields: [...schemaOf('OrderCancelled').fields, { name: 'why', type: 'int' }],
}
const compatible = {
  ...schemaOf('OrderCancelled'),
  fields: [...schemaOf('OrderCancelled').fields, { name: 'why', type: 'int', default: 0 }],
}
const registration = (schema: object) => ({ schema: JSON.stringify(schema) })

let stack: HostedStack

beforeAll(async () => {
  stack = await startHostedStack({ dataDir })
  expect(await saga()).toBe('OrderDelivered')
})
afterAll(async () => {
  await stack?.stop()
  deleteData(dataDir)
})

describe('whoever has not the password of deployment', () => {
  const native = '/apis/registry/v3'
  const attempts: [string, string, string, object?][] = [
    ['sets a compatibility', 'PUT', `/config/${cancelled}`, { compatibility: 'NONE' }],
    ['sets everybody’s compatibility', 'PUT', '/config', { compatibility: 'NONE' }],
    ['registers a version', 'POST', `/subjects/${cancelled}/versions`, registration(compatible)],
    ['registers an incompatible version', 'POST', `/subjects/${cancelled}/versions`, registration(incompatible)],
    ['deletes a subject', 'DELETE', `/subjects/${cancelled}`],
    ['deletes it for good', 'DELETE', `/subjects/${cancelled}?permanent=true`],
    ['deletes a version', 'DELETE', `/subjects/${cancelled}/versions/1`],
    ['deletes by the registry’s own API', 'DELETE', `${native}/groups/default/artifacts/${cancelled}`],
    ['deletes a rule there', 'DELETE', `${native}/groups/default/artifacts/${cancelled}/rules`],
    ['changes a setting there', 'PUT', `${native}/admin/config/properties/apicurio.ccompat.legacy-id-mode.enabled`, {}],
  ]

  it.each(attempts)('%s: refused, and nothing is changed', async (_, method, path, body) => {
    const before = await cancelledThere()
    expect(await ask(method, path, body)).toBe(401)
    expect(await ask(method, path, body, { user: 'deployment', password: 'guessed' })).toBe(401)
    expect(await cancelledThere()).toEqual(before)
  })

  it('may read, and look a schema up', async () => {
    const { url } = stack.manifest.registry
    expect((await call(`${url}/schemas/ids/${lockedId('OrderCancelled')}`)).status).toBe(200)
    expect(await ask('POST', `/subjects/${cancelled}`, registration(schemaOf('OrderCancelled')))).toBe(200)
  })

  it('is refused as a page of another site, with the password too', async () => {
    const [path, body] = [`/config/${cancelled}`, { compatibility: 'NONE' }]
    expect(await ask('PUT', path, body, deployment(), { origin: 'http://evil.example' })).toBe(403)
  })
})

describe('a registry that is away', () => {
  it('keeps no service from starting, and no saga from its end', async () => {
    await command('kill', 'registry')
    for (const service of SERVICES) {
      await command('kill', service)
      await command('start', service)
    }
    expect(await unavailable('order')).toEqual(['the schema registry'])
    expect(await saga()).toBe('OrderDelivered')
    await command('start', 'registry')
    await expect.poll(() => unavailable('order'), SOON).toEqual([])
  })
})

describe('what was deleted for good, and what was changed', () => {
  beforeAll(async () => {
    for (const path of [`/subjects/${confirmed}`, `/subjects/bistro.order.v2-bistro.order.OrderConfirmed`])
      for (const how of ['', '?permanent=true'])
        expect(await ask('DELETE', path + how, undefined, deployment())).toBe(200)
    expect(await ask('PUT', `/config/${dispatched}`, { compatibility: 'NONE' }, deployment())).toBe(200)
    expect((await call(idUrl())).status).toBe(404)
  })

  it('is told by a service, which goes on with what it knows', async () => {
    await command('kill', 'order')
    await command('start', 'order')
    const troubles = async () => JSON.stringify((await call(`${stack.manifest.services.order.url}/health/ready`)).body)
    await expect.poll(troubles, SOON).toContain(`has lost schema ${lockedId('OrderConfirmed')} of ${confirmed}`)
    expect(await saga()).toBe('OrderDelivered')
  })

  it('is as it was after the next start: the old ids, so that every event is readable', async () => {
    const notes: string[] = []
    const { portBase } = stack.manifest
    await stack.stop({ keepData: true })
    stack = await startHostedStack({
      dataDir,
      portBase,
      onProgress: (step) => void notes.push(JSON.stringify(step)),
    })
    expect((await call(idUrl())).status).toBe(200)
    expect((await call(`${stack.manifest.registry.url}/config/${dispatched}`)).body).toEqual({
      compatibilityLevel: 'FULL_TRANSITIVE',
    })
    expect(notes.join()).toContain(`corrected: the compatibility of ${dispatched} was NONE`)
    const registry = new SchemaRegistry({ host: stack.manifest.registry.url })
    const records = await readTopics(plainClient(stack.manifest.kafka.bootstrap, stack.manifest.kafka.reader, 5), [
      topics.order,
    ])
    const types = records.map(({ headers }) => headers.ce_type)
    expect(types).toContain('bistro.order.OrderConfirmed')
    for (const { headers, value } of records)
      expect(Object.values(await registry.decode(value))[0]).toBe(headers.ce_subject)
  })

  const idUrl = () => `${stack.manifest.registry.url}/schemas/ids/${lockedId('OrderConfirmed')}`
})

describe('a version that the repository does not know', () => {
  it('keeps the system from starting, until it is named to be dropped', async () => {
    const { portBase } = stack.manifest
    expect(await ask('POST', `/subjects/${cancelled}/versions`, registration(compatible), deployment())).toBe(200)
    await stack.stop({ keepData: true })
    await expect(startHostedStack({ dataDir, portBase })).rejects.toThrow(`${cancelled}/versions/2`)
    const settings = { ...UNHURRIED_WORLD, BISTRO_DROP_SCHEMAS: `${cancelled}/versions/2` }
    stack = await startHostedStack({ dataDir, portBase, settings })
    expect(await cancelledThere()).toEqual({ versions: [1], level: { compatibilityLevel: 'FULL_TRANSITIVE' } })
  })
})

const deployment = () => stack.manifest.registry.deployment

/** The status of what the registry answers; paths below `/apis` are its own, others Confluent's. */
async function ask(
  method: string,
  path: string,
  body?: object,
  login?: { readonly user: string; readonly password: string },
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const { url } = stack.manifest.registry
  const authorization = login && { authorization: `Basic ${btoa(`${login.user}:${login.password}`)}` }
  const response = await fetch(path.startsWith('/apis') ? new URL(path, url) : `${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...authorization, ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  await response.body?.cancel()
  return response.status
}

async function cancelledThere() {
  const { url } = stack.manifest.registry
  const [versions, level] = await Promise.all([`/subjects/${cancelled}/versions`, `/config/${cancelled}`].map(askFor))
  return { versions, level }

  async function askFor(path: string): Promise<unknown> {
    return (await fetch(`${url}${path}`)).json()
  }
}

const command = (action: 'kill' | 'start', name: 'registry' | (typeof SERVICES)[number]) =>
  askStack(stack.controlSocket, { action, name })

async function unavailable(service: (typeof SERVICES)[number]): Promise<string[]> {
  const { body } = await call(`${stack.manifest.services[service].url}/health/ready`)
  return ((body.unavailable ?? []) as { what: string }[]).map(({ what }) => what)
}

/** How a saga from the beginning to the end ends. */
async function saga(): Promise<string | undefined> {
  const reader = await readEvents(stack.manifest)
  try {
    const sagas = watchSagas(reader)
    const arranged = await arrange(stack.manifest, ORDINARY)
    const reservationId = textIn(await reserve(stack.manifest, arranged, ORDINARY), 'reservationId')
    return await endOf(sagas, reservationId)
  } finally {
    await reader.close()
  }
}
