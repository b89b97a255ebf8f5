import { createRequire } from 'node:module'
import { expect, it } from 'vitest'

/** A batch that cannot be read goes to who looks after offsets himself; for any other reader it is an error. */
const driver = createRequire(import.meta.url)
const Runner = driver('kafkajs/src/consumer/runner') as new (
  options: object,
) => { running: boolean; handleBatch(batch: object): Promise<void> }
const Batch = driver('kafkajs/src/consumer/batch') as new (topic: string, offset: string, partition: object) => object

const logger = { debug() {}, info() {}, warn() {}, error() {}, namespace: () => logger }
const damaged = new Batch('t', '7', {
  partition: 3,
  highWatermark: '9',
  abortedTransactions: [],
  messages: [],
  unreadable: { offset: '7', reason: 'no codec has the number 7' },
})

async function handled(options: object) {
  const passed: object[] = []
  const consumerGroup = { resolveOffset: (place: object) => passed.push(place), heartbeat: async () => {} }
  const runner = new Runner({
    consumerGroup,
    logger,
    instrumentationEmitter: { emit() {} },
    concurrency: 1,
    ...options,
  })
  runner.running = true
  await runner.handleBatch(damaged)
  return passed
}

it('is handed over, and nothing is passed', async () => {
  const taken: object[] = []
  const eachBatch = async ({ batch }: { batch: object }) => void taken.push(batch)
  expect(await handled({ eachBatch, eachBatchAutoResolve: false, autoCommit: false })).toEqual([])
  expect(taken).toEqual([damaged])
})

it('is an error where the driver keeps the offsets', async () => {
  await expect(handled({ eachMessage: async () => {} })).rejects.toThrow('t, partition 3 cannot be read')
})
