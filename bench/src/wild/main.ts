import { type EachBatchPayload, Kafka, logLevel } from 'kafkajs'
import type { Took, WildOrder } from './wild.ts'

const THROTTLED = /throttling in effect for (\d+)ms/
const NO_OFFSET = '0'
/** At least. */
const RECORD_OVERHEAD_BYTES = 60
const MICROSECONDS_PER_MS = 1_000

// A process of its own: a service that reads everything from the first record, does nothing with it, and begins again.
const order = JSON.parse(process.argv[2] ?? '{}') as WildOrder
let bytes = 0
let throttledMs = 0
let before = process.cpuUsage()

const consumer = new Kafka({
  clientId: 'wild',
  brokers: [order.bootstrap],
  sasl: { mechanism: 'scram-sha-512', username: order.user, password: order.password },
  logLevel: logLevel.DEBUG,
  // The driver tells of a pause that the broker has asked for in its log alone.
  logCreator:
    () =>
    ({ log: { message } }) => {
      throttledMs += Number(THROTTLED.exec(message)?.[1] ?? 0)
    },
}).consumer({ groupId: `${order.user}.wild-${process.pid}`, retry: { restartOnFailure: async () => false } })

async function readAgain({ batch }: EachBatchPayload): Promise<void> {
  for (const { key, value } of batch.messages)
    bytes += RECORD_OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0)
  const { topic, partition } = batch
  if (batch.offsetLag() === '0') consumer.seek({ topic, partition, offset: NO_OFFSET })
}

process.on('message', () => {
  const { user, system } = process.cpuUsage(before)
  process.send?.({ bytes, throttledMs, cpuMs: (user + system) / MICROSECONDS_PER_MS } satisfies Took)
  bytes = 0
  throttledMs = 0
  before = process.cpuUsage()
})
process.on('disconnect', () => process.exit())

await consumer.connect()
await consumer.subscribe({ topics: [...order.topics], fromBeginning: true })
const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()))
await consumer.run({ autoCommit: false, eachBatch: readAgain, partitionsConsumedConcurrently: 8 })
await joined
process.send?.({ bytes: 0, throttledMs: 0, cpuMs: 0 } satisfies Took)
