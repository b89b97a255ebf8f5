import type { Kafka } from 'kafkajs'
import { expect, it } from 'vitest'
import { LastingAdmin } from '../../src/kafka/lasting-admin.ts'

function counting() {
  const seen = { connected: 0, disconnected: 0 }
  const admin = () => ({
    connect: async () => {
      seen.connected += 1
    },
    disconnect: async () => {
      seen.disconnected += 1
    },
    listTopics: async () => ['t'],
  })
  return { seen, lasting: new LastingAdmin({ admin } as unknown as Kafka) }
}

it('asks many questions over one connection, also at once', async () => {
  const { seen, lasting } = counting()
  const ask = () => lasting.ask((admin) => admin.listTopics())
  await Promise.all([ask(), ask()])
  expect([await ask(), seen]).toEqual([['t'], { connected: 1, disconnected: 0 }])
  await lasting.close()
  expect(seen.disconnected).toBe(1)
})

it('opens another connection after a question that failed', async () => {
  const { seen, lasting } = counting()
  await expect(lasting.ask(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  await lasting.ask((admin) => admin.listTopics())
  expect(seen).toEqual({ connected: 2, disconnected: 1 })
})

it('lets the questions that are under way end when another one fails', async () => {
  const { seen, lasting } = counting()
  const slow = Promise.withResolvers<string>()
  const asking = lasting.ask(() => slow.promise)
  await expect(lasting.ask(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  await lasting.ask((admin) => admin.listTopics())
  expect(seen).toEqual({ connected: 2, disconnected: 0 })
  slow.resolve('answer')
  expect([await asking, seen]).toEqual(['answer', { connected: 2, disconnected: 1 }])
})

it('that was never asked has nothing to close', async () => {
  const { seen, lasting } = counting()
  await lasting.close()
  expect(seen).toEqual({ connected: 0, disconnected: 0 })
})
