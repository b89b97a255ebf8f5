import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { PARTITIONS } from '@bistro/events'
import { Kafka, logLevel } from 'kafkajs'
import type { Figures, Open } from '../../harness/bench.ts'
import { cpuSeconds } from '../../harness/processes.ts'
import { percentile } from '../../harness/statistics.ts'
import { makeTopics } from '../../product/kafka-admin.ts'
import { eachService, pidsOf } from '../../product/processes.ts'
import { startProduct } from '../../product/product.ts'
import { serverVersions } from '../../product/versions.ts'
import { CHUNKS, WAYS, type Way } from './about.ts'
import { fill, outcome } from './outcomes.ts'
import { Processor } from './processor.ts'
import { Reader } from './reader.ts'

/** About what a processor manages: so a run takes about as long as it should. */
const RECORDS_PER_SECOND = 4_000
const PACE_MS = 20
const CRASH_CHUNKS = 6
/** The driver's own 300 ms would be all that one measures: a new transaction is refused while the last one is being finished. */
const RETRY = { initialRetryTime: 2, factor: 0, multiplier: 1.5, retries: 40 }

export const open: Open = async ({ length: { seconds, warmUpSeconds } }) => {
  const product = await startProduct()
  await eachService(product.process.stop)
  const { bootstrap, admin } = product.manifest.kafka
  const sasl = { mechanism: 'scram-sha-512', username: admin.user, password: admin.password } as const
  const kafka = new Kafka({ brokers: bootstrap.split(','), sasl, retry: RETRY, logLevel: logLevel.NOTHING })
  const freshTopic = async (what: string): Promise<string> => {
    const topic = `bench.${what}.${randomUUID().slice(0, 8)}`
    await makeTopics(product.manifest, [topic], PARTITIONS)
    return topic
  }
  const count = Math.ceil(seconds * RECORDS_PER_SECOND)
  const input = await freshTopic('outcomes')
  await fill(kafka, input, count)
  const cpu = (): number => cpuSeconds([process.pid, ...pidsOf(product, 'kafka')])

  /** All of a topic that is there already, as fast as it goes. */
  async function atFullSpeed(way: Way, chunk: number): Promise<Figures> {
    const to = await freshTopic('history')
    const reader = new Reader(kafka, way)
    await reader.start(to)
    const processor = new Processor({ kafka, way, chunk, from: input, to })
    const before = cpu()
    const startedMs = performance.now()
    await processor.start()
    await reader.until(count)
    const elapsedMs = performance.now() - startedMs
    const used = cpu() - before
    await Promise.all([processor.close(), reader.close()])
    return { recordsPerSecond: (count * 1_000) / elapsedMs, cpuMsPerThousand: (used * 1_000_000) / count }
  }

  /** One record after the other. */
  async function atEase(way: Way, chunk: number): Promise<Figures> {
    const [from, to] = [await freshTopic('outcomes'), await freshTopic('history')]
    const reader = new Reader(kafka, way)
    const processor = new Processor({ kafka, way, chunk, from, to })
    await Promise.all([reader.start(to), processor.start()])
    const producer = kafka.producer({ allowAutoTopicCreation: false })
    await producer.connect()
    const sent: { orderId: string; atMs: number }[] = []
    for (let left = Math.ceil((seconds * 1_000) / PACE_MS); left > 0; left--) {
      const message = outcome()
      sent.push({ orderId: String(message.key), atMs: performance.now() })
      await producer.send({ topic: from, messages: [message], acks: -1 })
      await delay(PACE_MS)
    }
    await reader.until(sent.length)
    await Promise.all([processor.close(), reader.close(), producer.disconnect()])
    const latencies = sent.map(({ orderId, atMs }) => reader.timeOf(orderId) - atMs)
    return { p50Ms: percentile(latencies, 50), p99Ms: percentile(latencies, 99) }
  }

  /** The processor dies in the middle, and another one takes over. */
  async function withACrash(way: Way, chunk: number): Promise<Figures> {
    const [from, to] = [await freshTopic('outcomes'), await freshTopic('history')]
    const records = CRASH_CHUNKS * chunk * PARTITIONS
    await fill(kafka, from, records)
    const reader = new Reader(kafka, way)
    await reader.start(to)
    const plan = { kafka, way, chunk, from, to }
    const first = new Processor({ ...plan, diesAfterChunk: CRASH_CHUNKS })
    await first.start()
    await first.died
    await first.close()
    const second = new Processor(plan)
    await second.start()
    await reader.until(records)
    await Promise.all([second.close(), reader.close()])
    return { copies: reader.copies, takenTwice: reader.takenTwice }
  }

  const subjects = CHUNKS.flatMap((chunk) =>
    WAYS.map((way) => ({
      name: `${way}-${chunk}`,
      run: async () => ({
        ...(await atFullSpeed(way, chunk)),
        ...(await atEase(way, chunk)),
        ...(await withACrash(way, chunk)),
      }),
    })),
  )
  if (warmUpSeconds > 1) for (const { run } of subjects.slice(0, WAYS.length)) await run()
  return { subjects, versions: await serverVersions(product.manifest), close: () => product.close() }
}
