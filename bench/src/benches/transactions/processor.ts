import { setTimeout as delay } from 'node:timers/promises'
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage, Message, Producer } from 'kafkajs'
import type { Way } from './about.ts'
import { customerOf } from './outcomes.ts'

const GATE_COMMIT_MS = 1_000
const ALL = -1

export interface ProcessorPlan {
  readonly kafka: Kafka
  readonly way: Way
  readonly chunk: number
  readonly from: string
  readonly to: string
  /** It dies after it has written that chunk, before it commits. */
  readonly diesAfterChunk?: number
}

/** Reads outcomes, and writes them again keyed by customer. */
export class Processor {
  /** Resolves when it has died. */
  readonly died: Promise<void>
  readonly #plan: ProcessorPlan
  readonly #consumer: Consumer
  readonly #producer: Producer
  readonly #group: string
  readonly #death = Promise.withResolvers<void>()
  #chunks = 0
  #isDead = false
  #committedMs = performance.now()

  constructor(plan: ProcessorPlan) {
    const { kafka, way, to } = plan
    this.#plan = plan
    this.died = this.#death.promise
    this.#group = `processor.${to}`
    this.#consumer = kafka.consumer({ groupId: this.#group, maxWaitTimeInMs: 100 })
    const allowAutoTopicCreation = false
    this.#producer = kafka.producer(
      way === 'transactions'
        ? { allowAutoTopicCreation, transactionalId: this.#group, idempotent: true, maxInFlightRequests: 1 }
        : { allowAutoTopicCreation },
    )
  }

  async start(): Promise<void> {
    await Promise.all([this.#consumer.connect(), this.#producer.connect()])
    await this.#consumer.subscribe({ topic: this.#plan.from, fromBeginning: true })
    const joined = new Promise<void>((resolve) => this.#consumer.on(this.#consumer.events.GROUP_JOIN, () => resolve()))
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (batch) => this.#take(batch),
    })
    await joined
  }

  async close(): Promise<void> {
    await this.#consumer.disconnect()
    await this.#producer.disconnect()
  }

  async #take({ batch, resolveOffset, heartbeat }: EachBatchPayload): Promise<void> {
    for (let at = 0; at < batch.messages.length; at += this.#plan.chunk) {
      if (this.#isDead) return void (await delay(GATE_COMMIT_MS))
      const messages = batch.messages.slice(at, at + this.#plan.chunk)
      await this.#pass(batch.partition, messages)
      resolveOffset(messages.at(-1)?.offset ?? '')
      await heartbeat()
    }
  }

  async #pass(partition: number, taken: readonly KafkaMessage[]): Promise<void> {
    const messages = taken.map(toCustomer)
    const next = String(BigInt(taken.at(-1)?.offset ?? -1) + 1n)
    this.#chunks += 1
    this.#isDead = this.#chunks === this.#plan.diesAfterChunk
    if (this.#plan.way === 'transactions') await this.#inTransaction(partition, messages, next)
    else await this.#plainly(partition, messages, next)
    if (this.#isDead) this.#death.resolve()
  }

  async #plainly(partition: number, messages: Message[], offset: string): Promise<void> {
    const { from, to, way } = this.#plan
    await this.#producer.send({ topic: to, messages, acks: ALL })
    const isDue = way === 'plain' || performance.now() - this.#committedMs > GATE_COMMIT_MS
    if (this.#isDead || !isDue) return
    this.#committedMs = performance.now()
    await this.#consumer.commitOffsets([{ topic: from, partition, offset }])
  }

  async #inTransaction(partition: number, messages: Message[], offset: string): Promise<void> {
    const { from, to } = this.#plan
    const transaction = await this.#producer.transaction()
    await transaction.send({ topic: to, messages, acks: ALL })
    if (this.#isDead) return
    const topics = [{ topic: from, partitions: [{ partition, offset }] }]
    await transaction.sendOffsets({ consumerGroupId: this.#group, topics })
    await transaction.commit()
  }
}

const toCustomer = ({ value, headers }: KafkaMessage): Message => ({
  key: customerOf(value ?? Buffer.alloc(0)),
  value,
  headers,
})
