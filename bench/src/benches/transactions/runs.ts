import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { kafkaClient } from '@bistro/client'
import { PARTITIONS } from '@bistro/events'
import type { Kafka } from 'kafkajs'
import type { Figures } from '../../harness/bench.ts'
import { cpuSeconds } from '../../harness/processes.ts'
import { percentile } from '../../harness/statistics.ts'
import { makeTopics } from '../../product/kafka-admin.ts'
import { pidsOf } from '../../product/processes.ts'
import type { Product } from '../../product/product.ts'
import type { Way } from './about.ts'
import { openWriter, outcome, type Writer } from './outcomes.ts'
import { ProcessorProcess } from './processor.ts'
import { Reader } from './reader.ts'

/** About what a processor manages, so that a run takes about as long as it should. */
const RECORDS_PER_SECOND = 10_000
const PACE_MS = 20
const KILLS = 3
/** So many go through every partition, one by one. */
const MARKS = 60
const RETRIES = 8
const MS_PER_SECOND = 1_000

interface Pair {
  readonly from: string
  readonly to: string
}

/** The three parts of a run, each with topics of its own. */
export class Runs {
  readonly #product: Product
  readonly #seconds: number
  readonly #kafka: Kafka
  readonly #writer: Writer
  /** Filled once, and read by every run at full speed. */
  readonly #filled: string

  private constructor(product: Product, seconds: number, kafka: Kafka, writer: Writer, filled: string) {
    this.#product = product
    this.#seconds = seconds
    this.#kafka = kafka
    this.#writer = writer
    this.#filled = filled
  }

  static async open(product: Product, seconds: number): Promise<Runs> {
    const { bootstrap, admin } = product.manifest.kafka
    const kafka = kafkaClient({ bootstrap, ...admin }, 'bistro-bench', RETRIES)
    const writer = await openWriter(kafka)
    const filled = topicName('outcomes')
    await makeTopics(product.manifest, [filled], PARTITIONS)
    const runs = new Runs(product, seconds, kafka, writer, filled)
    await writer.fill(filled, runs.#count)
    return runs
  }

  close = (): Promise<void> => this.#writer.close()

  get #count(): number {
    return Math.ceil(this.#seconds * RECORDS_PER_SECOND)
  }

  /** All of a topic that is there already. */
  async atFullSpeed(way: Way): Promise<Figures> {
    const { to } = await this.#topics()
    const [reader, count] = [await this.#reader(way, to), this.#count]
    const processor = await this.#processor(way, { from: this.#filled, to }, count)
    const broker = pidsOf(this.#product, 'kafka')
    const [startedMs, cpuBefore] = [performance.now(), cpuSeconds(broker)]
    const [{ cpuMs }] = await Promise.all([processor.untilDone(), reader.untilCount(count)])
    const elapsedMs = performance.now() - startedMs
    const brokerMs = (cpuSeconds(broker) - cpuBefore) * MS_PER_SECOND
    await reader.close()
    const thousands = count / 1_000
    return {
      recordsPerSecond: (count / elapsedMs) * MS_PER_SECOND,
      cpuMsPerThousand: cpuMs / thousands,
      brokerMsPerThousand: brokerMs / thousands,
    }
  }

  /** One record after the other. */
  async atEase(way: Way): Promise<Figures> {
    const pair = await this.#topics()
    const reader = await this.#reader(way, pair.to)
    const processor = await this.#processor(way, pair)
    const sent: { readonly orderId: string; readonly atMs: number }[] = []
    for (let left = Math.ceil((this.#seconds * MS_PER_SECOND) / PACE_MS); left > 0; left--) {
      const message = outcome()
      sent.push({ orderId: message.key, atMs: performance.now() })
      await Promise.all([this.#writer.send(pair.from, [message]), delay(PACE_MS)])
    }
    await reader.untilAll(sent.map(({ orderId }) => orderId))
    await processor.stop()
    await reader.close()
    const latencies = sent.map(({ orderId, atMs }) => reader.timeOf(orderId) - atMs)
    return { p50Ms: percentile(latencies, 50), p99Ms: percentile(latencies, 99) }
  }

  /** The processor dies on its way, several times, and each time another one takes over. */
  async withKills(way: Way): Promise<Figures> {
    const [pair, portion] = [await this.#topics(), Math.ceil(this.#count / (KILLS + 1))]
    const reader = await this.#reader(way, pair.to)
    for (let kills = 0; kills < KILLS; kills++) {
      await this.#writer.fill(pair.from, portion)
      const doomed = await this.#processor(way, pair)
      await doomed.until(({ written }) => written >= portion / 3)
      await doomed.kill()
    }
    await this.#writer.fill(pair.from, portion)
    const last = await this.#processor(way, pair)
    // What has come through after the first marks was written after all else; the second ones end each partition of the reader.
    for (const _ of ['first', 'second']) await this.#pass(pair.from, reader)
    await last.stop()
    await reader.close()
    const written = portion * (KILLS + 1) + 2 * MARKS
    return { copies: reader.copies, takenTwice: reader.takenTwice, lost: written - reader.count }
  }

  async #pass(topic: string, reader: Reader): Promise<void> {
    const marks = Array.from({ length: MARKS }, outcome)
    await this.#writer.send(topic, marks)
    await reader.untilAll(marks.map(({ key }) => key))
  }

  async #topics(): Promise<Pair> {
    const pair = { from: topicName('outcomes'), to: topicName('history') }
    await makeTopics(this.#product.manifest, [pair.from, pair.to], PARTITIONS)
    return pair
  }

  #reader = (way: Way, topic: string): Promise<Reader> => Reader.start(this.#kafka, topic, way.isGated ?? false)

  #processor(
    { delivery, everyMs }: Way,
    { from, to }: Pair,
    upTo = Number.MAX_SAFE_INTEGER,
  ): Promise<ProcessorProcess> {
    const { bootstrap, admin } = this.#product.manifest.kafka
    const login = { bootstrap, ...admin }
    return ProcessorProcess.start({ login, delivery, everyMs, from, to, name: `processor.${to}`, upTo })
  }
}

const topicName = (what: string): string => `bench.${what}.${randomUUID().slice(0, 8)}`
