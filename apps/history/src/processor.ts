import { setTimeout as delay } from 'node:timers/promises'
import { type KafkaLogin, kafkaClient } from '@bistro/client'
import { CUSTOMER_HISTORY, topics, type WrittenReader } from '@bistro/events'
import {
  type Batch,
  type Consumer,
  type EachBatchPayload,
  Partitioners,
  type Producer,
  type Transaction,
} from 'kafkajs'
import type { Delivery } from './deliveries.ts'
import { keyedByCustomer } from './outcomes.ts'

export interface ProcessorOptions {
  readonly login: KafkaLogin
  readonly reader: WrittenReader
  readonly delivery: Delivery
  /** How long it reads and writes before it commits. */
  readonly everyMs: number
  readonly from?: string
  readonly to?: string
  /** Of its group, its membership there and its transactions. */
  readonly name?: string
}

const ALL_IN_SYNC_REPLICAS = -1
const RETRIES = 8
/** A new transaction is refused while the markers of the last one are written: a few milliseconds. The driver's own 300 ms would be all that one measures. */
const SEND_RETRY = { initialRetryTime: 5, multiplier: 1.5, maxRetryTime: 1_000, retries: 20 }
/** The broker aborts a transaction that lasts so much longer than it should: until then a dead processor holds up who reads what is committed. */
const OVERDUE_MS = 10_000
const SESSION_TIMEOUT_MS = 6_000
const HEARTBEAT_INTERVAL_MS = 1_500
const FETCH_WAIT_MS = 500
/** Half of what one request may hold: all records of a batch may go to one partition. */
const MAX_BYTES_PER_PARTITION = 512 * 1024
const PORTION = 500
const CLOSING_PAUSE_MS = 100

/**
 * Reads outcomes of orders, and writes them again keyed by customer. One process at a time: a second one of the same name ends
 * the first. Whatever fails ends it too, and the next one goes on with what is committed.
 */
export class Processor {
  /** Resolves with the error that ended it. */
  readonly failed: Promise<Error>
  /** Outcomes that it has written, and how often it has committed. */
  written = 0
  commits = 0
  readonly #options: Required<ProcessorOptions>
  readonly #consumer: Consumer
  readonly #producer: Producer
  readonly #failure = Promise.withResolvers<Error>()
  /** The next record of each partition. What it has passed on already is not passed on again after a rebalance. */
  readonly #next = new Map<number, bigint>()
  #uncommitted = new Set<number>()
  #transaction: Transaction | undefined
  #timer: NodeJS.Timeout | undefined
  #isClosing = false
  /** A commit and a write never run side by side. */
  #last: Promise<unknown> = Promise.resolve()

  static async start(options: ProcessorOptions): Promise<Processor> {
    const processor = new Processor({ from: topics.order, to: CUSTOMER_HISTORY, name: 'history', ...options })
    try {
      await processor.#start()
      return processor
    } catch (error) {
      await processor.#disconnect()
      throw error
    }
  }

  private constructor(options: Required<ProcessorOptions>) {
    const { login, delivery, everyMs, name } = options
    const client = kafkaClient(login, 'bistro-history', RETRIES)
    this.#options = options
    this.failed = this.#failure.promise
    this.#producer = client.producer({
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: SEND_RETRY,
      ...(delivery === 'transactions' && {
        ...{ transactionalId: name, maxInFlightRequests: 1, transactionTimeout: everyMs + OVERDUE_MS },
      }),
    })
    this.#consumer = client.consumer({
      groupId: name,
      // The broker knows a successor at once, and does not wait for the session of a dead one to end.
      groupInstanceId: name,
      allowAutoTopicCreation: false,
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_INTERVAL_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: MAX_BYTES_PER_PARTITION,
      retry: { retries: RETRIES, restartOnFailure: async () => false },
    })
  }

  /** Commits what it has written, and leaves. */
  async stop(): Promise<void> {
    this.#isClosing = true
    clearTimeout(this.#timer)
    await this.#alone(() => this.#commit()).catch(() => undefined)
    await this.#disconnect()
  }

  async #start(): Promise<void> {
    await this.#producer.connect()
    // Before the positions are read: it ends the predecessor and what that left open, and waits for what that committed.
    if (this.#options.delivery === 'transactions') await (await this.#producer.transaction()).abort()
    await this.#consumer.connect()
    await this.#consumer.subscribe({ topic: this.#options.from, fromBeginning: true })
    const joined = new Promise((resolve) => this.#consumer.on('consumer.group_join', resolve))
    this.#consumer.on('consumer.crash', ({ payload: { error } }) => this.#fail(error))
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.#take(payload),
    })
    await Promise.race([joined, this.failed.then((error) => Promise.reject(error))])
  }

  async #take({ batch, resolveOffset, heartbeat }: EachBatchPayload): Promise<void> {
    for (let at = 0; at < batch.messages.length; at += PORTION) {
      if (this.#isClosing) return void (await delay(CLOSING_PAUSE_MS))
      await this.#alone(() => this.#pass(batch.partition, batch.messages.slice(at, at + PORTION)))
      await heartbeat()
    }
    resolveOffset(batch.lastOffset())
  }

  async #pass(partition: number, taken: Batch['messages']): Promise<void> {
    const { delivery, reader, to } = this.#options
    const from = this.#next.get(partition) ?? 0n
    const fresh = taken.filter(({ offset }) => BigInt(offset) >= from)
    const keyed = await Promise.all(fresh.map((message) => keyedByCustomer(message, reader)))
    const messages = keyed.filter((message) => message !== undefined)
    const next = BigInt(taken.at(-1)?.offset ?? -1) + 1n
    if (next > from) this.#next.set(partition, next)
    this.#uncommitted.add(partition)
    if (delivery === 'at-most-once') await this.#commit()
    if (messages.length > 0) await (await this.#writer()).send({ topic: to, messages, acks: ALL_IN_SYNC_REPLICAS })
    this.written += messages.length
    if (delivery !== 'at-most-once') this.#commitSoon()
  }

  async #writer(): Promise<Pick<Producer, 'send'>> {
    if (this.#options.delivery !== 'transactions') return this.#producer
    this.#transaction ??= await this.#producer.transaction()
    return this.#transaction
  }

  #commitSoon(): void {
    this.#timer ??= setTimeout(
      () => void this.#alone(() => this.#commit()).catch(() => undefined),
      this.#options.everyMs,
    )
  }

  async #commit(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const { from: topic, name, delivery } = this.#options
    const partitions = [...this.#uncommitted].map((partition) => ({
      partition,
      offset: String(this.#next.get(partition) ?? 0n),
    }))
    // In transactions, positions without an outcome wait for the next one: a transaction begins with a record.
    if (partitions.length === 0 || (delivery === 'transactions' && !this.#transaction)) return
    if (this.#transaction) {
      await this.#transaction.sendOffsets({ consumerGroupId: name, topics: [{ topic, partitions }] })
      await this.#transaction.commit()
      this.#transaction = undefined
    } else await this.#consumer.commitOffsets(partitions.map((position) => ({ topic, ...position })))
    this.#uncommitted = new Set()
    this.commits += 1
  }

  /** One after the other; nothing more after a failure. */
  #alone(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work)
    done.catch((error: Error) => this.#fail(error))
    this.#last = done
    return done
  }

  #fail(error: Error): void {
    this.#isClosing = true
    clearTimeout(this.#timer)
    this.#failure.resolve(error)
  }

  async #disconnect(): Promise<void> {
    await Promise.allSettled([this.#consumer.disconnect(), this.#producer.disconnect()])
  }
}

const FENCED = ['FENCED_INSTANCE_ID', 'INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED']

/** Whether another process of the same name has taken over. */
export const isFenced = (error: unknown): boolean =>
  error instanceof Error && (FENCED.includes(String((error as { type?: string }).type)) || isFenced(error.cause))
