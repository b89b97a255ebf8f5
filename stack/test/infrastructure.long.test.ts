import { randomUUID } from 'node:crypto'
import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kafkaClient, readersGroup } from '@bistro/client'
import type { Kafka } from 'kafkajs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deleteData } from '../src/delete-data.ts'
import { infrastructureOf } from '../src/infrastructure.ts'
import { chooseMode } from '../src/mode.ts'
import { openStack, type RunningStack } from '../src/stack.ts'
import { startInfrastructure } from '../src/start-parts.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'bistro-int-'))
const SUBJECT = 'bistro.order.v1-bistro.order.Probe'

let stack: RunningStack

const startParts = async (portBase: number | 'free'): Promise<RunningStack> => {
  const choice = await chooseMode(process.env.BISTRO_STACK)
  return openStack({ dataDir, portBase }, choice, (context) =>
    startInfrastructure(context, infrastructureOf(context, choice)),
  )
}

beforeAll(async () => {
  stack = await startParts('free')
})

afterAll(async () => {
  await stack?.stop()
  deleteData(dataDir)
})

const clientOf = (user: string, password: string, retries = 0): Kafka =>
  kafkaClient({ bootstrap: stack.manifest.kafka.bootstrap, user, password }, 'test', retries)

async function produce(kafka: Kafka, topic: string): Promise<void> {
  const producer = kafka.producer()
  await producer.connect()
  try {
    await producer.send({ topic, messages: [{ key: 'probe', value: 'probe' }] })
  } finally {
    await producer.disconnect()
  }
}

async function readOne(kafka: Kafka, topic: string): Promise<string> {
  const consumer = kafka.consumer({ groupId: readersGroup(randomUUID()), maxWaitTimeInMs: 50 })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  try {
    return await new Promise((resolve, reject) => {
      consumer.run({ eachMessage: async ({ message }) => resolve(String(message.value)) }).catch(reject)
    })
  } finally {
    await consumer.disconnect()
  }
}

describe('the broker', () => {
  it('lets a service write to its own topic, and reader read it', async () => {
    const { user, password } = stack.manifest.services.order.kafka
    await produce(clientOf(user, password), 'bistro.order.v1')
    const { reader } = stack.manifest.kafka
    expect(await readOne(clientOf(reader.user, reader.password, 5), 'bistro.order.v1')).toBe('probe')
  })

  it.each(['customer', 'reservation', 'payment', 'shipping'])(
    'refuses what order writes to the topic of %s',
    async (other) => {
      const { user, password } = stack.manifest.services.order.kafka
      await expect(produce(clientOf(user, password), `bistro.${other}.v1`)).rejects.toThrow(/not authorized/i)
    },
  )

  it('refuses what reader writes', async () => {
    const { user, password } = stack.manifest.kafka.reader
    await expect(produce(clientOf(user, password), 'bistro.order.v1')).rejects.toThrow(/not authorized/i)
  })

  it('refuses a wrong password', async () => {
    await expect(produce(clientOf('order', 'wrong'), 'bistro.order.v1')).rejects.toThrow(/authentication/i)
  })

  it('has a topic of six partitions per service that keeps everything', async () => {
    const { admin: login } = stack.manifest.kafka
    const admin = clientOf(login.user, login.password).admin()
    await admin.connect()
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: ['bistro.payment.v1'] })
      expect(topics[0]?.partitions).toHaveLength(6)
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: 2, name: 'bistro.payment.v1', configNames: ['retention.ms', 'compression.type'] }],
      })
      const entries = resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue])
      expect(Object.fromEntries(entries ?? [])).toEqual({ 'retention.ms': '-1', 'compression.type': 'uncompressed' })
    } finally {
      await admin.disconnect()
    }
  })
})

describe('a Postgres server', () => {
  const query = async (text: string): Promise<unknown> => {
    const client = new pg.Client(stack.manifest.services.order.postgres)
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(text)).rows[0]
    } finally {
      await client.end()
    }
  }

  it('is durable, and lets the service make no tables', async () => {
    expect(await query('SHOW fsync')).toEqual({ fsync: 'on' })
    expect(await query('SHOW synchronous_commit')).toEqual({ synchronous_commit: 'on' })
    await expect(query('CREATE TABLE mine ()')).rejects.toThrow(/permission denied/)
  })

  it('can be killed and started again', async () => {
    await stack.process.kill('postgres-order')
    await expect(query('SELECT 1')).rejects.toThrow(/ECONNREFUSED/)
    expect(stack.status().find(({ name }) => name === 'postgres-order')?.state).toBe('died')
    await stack.process.start('postgres-order')
    expect(await query('SELECT 1 AS one')).toEqual({ one: 1 })
  })
})

describe('the manifest', () => {
  it('is for its owner alone', () => {
    expect(statSync(join(dataDir, 'stack.json')).mode & 0o777).toBe(0o600)
  })
})

describe('stopping and starting on kept data', () => {
  it('keeps the ids of the registry and the records of the broker', async () => {
    const schema = {
      type: 'record',
      name: 'Probe',
      namespace: 'bistro.order',
      fields: [{ name: 'orderId', type: 'string' }],
    }
    const id = await register(schema)
    const { portBase } = stack.manifest
    await stack.stop()
    expect(statSync(join(dataDir, 'stack.json'), { throwIfNoEntry: false })).toBeUndefined()
    stack = await startParts(portBase)
    expect(JSON.parse(await schemaOf(id))).toEqual(schema)
    expect(await register(schema)).toBe(id)
    const { reader } = stack.manifest.kafka
    expect(await readOne(clientOf(reader.user, reader.password, 5), 'bistro.order.v1')).toBe('probe')
  })
})

const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`

async function register(schema: object): Promise<number> {
  const { user, password } = stack.manifest.registry.deployment
  const response = await fetch(`${stack.manifest.registry.url}/subjects/${SUBJECT}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json', authorization: basic(user, password) },
    body: JSON.stringify({ schema: JSON.stringify(schema) }),
  })
  return ((await response.json()) as { id: number }).id
}

async function schemaOf(id: number): Promise<string> {
  const response = await fetch(`${stack.manifest.registry.url}/schemas/ids/${id}`)
  return ((await response.json()) as { schema: string }).schema
}
