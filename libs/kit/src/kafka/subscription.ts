import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import type { Subscription, SubscriptionOptions } from '../runtime/log.ts'
import type { Logger } from '../runtime/logger.ts'
import { mapError } from './errors.ts'
import { Offsets } from './offsets.ts'
import { toRecord } from './records.ts'

/** A fetch returns with the first byte, so waiting longer costs no latency; it bounds how long closing takes. */
const FETCH_WAIT_MS = 1_000
/** The least that brokers allow: so long the partitions of a killed process stay with nobody. */
const SESSION_TIMEOUT_MS = 6_000
const HEARTBEAT_INTERVAL_MS = 1_500
const COMMIT_INTERVAL_MS = 1_000
/** While records keep coming: what changes nothing is stored with its stream's next work, if that comes first. */
const BUSY_COMMIT_INTERVAL_MS = 5_000
/** More than one member reads at once: all partitions are handed on together, as they end up in one queue anyway. */
const CONCURRENT_PARTITIONS = 32

export async function subscribe(
  client: Kafka,
  options: SubscriptionOptions,
  logger: Logger,
  metadataMaxAge: number,
): Promise<Subscription> {
  const consumer = client.consumer({
    groupId: options.group,
    allowAutoTopicCreation: false,
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_INTERVAL_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    minBytes: 1,
    metadataMaxAge,
  })
  const group = new GroupMember(consumer, options, logger)
  try {
    await group.join()
  } catch (error) {
    await consumer.disconnect().catch(() => undefined)
    throw error
  }
  return group
}

/** One member of a consumer group: delivers batches, and commits how far they have been stored. */
class GroupMember implements Subscription {
  readonly #consumer: Consumer
  readonly #options: SubscriptionOptions
  readonly #logger: Logger
  readonly #offsets = new Offsets()
  readonly #inWork = new Set<Promise<void>>()
  #committing: Promise<void> | undefined
  #heartbeat: EachBatchPayload['heartbeat'] | undefined
  #committer: NodeJS.Timeout | undefined
  #beater: NodeJS.Timeout | undefined
  #closing = false
  /** Since the committer last looked. */
  #delivered = false
  #committedAt = 0

  constructor(consumer: Consumer, options: SubscriptionOptions, logger: Logger) {
    this.#consumer = consumer
    this.#options = options
    this.#logger = logger
  }

  async join(): Promise<void> {
    const joined = Promise.withResolvers<void>()
    this.#consumer.on('consumer.group_join', () => {
      this.#offsets.forget()
      joined.resolve()
    })
    this.#consumer.on('consumer.crash', ({ payload: { error, restart } }) => {
      if (restart) return
      joined.reject(error)
      this.#options.onCrash(mapError(error))
    })
    await this.#consumer.connect()
    await this.#consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true })
    const running = this.#consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      eachBatch: (payload) => this.#take(payload),
    })
    await Promise.all([running, joined.promise])
    this.#committer = setInterval(() => this.#commitNowAndThen(), COMMIT_INTERVAL_MS)
    this.#beater = setInterval(() => this.#beat(), HEARTBEAT_INTERVAL_MS)
  }

  async close(): Promise<void> {
    this.#closing = true
    clearInterval(this.#committer)
    await Promise.allSettled(this.#inWork)
    await this.#committing
    await this.#commit()
    clearInterval(this.#beater)
    await this.#consumer.disconnect()
  }

  /** Whatever is fetched while closing is left for the next member. */
  async #take(payload: EachBatchPayload): Promise<void> {
    if (this.#closing) return
    const work = this.#deliver(payload)
    this.#inWork.add(work)
    try {
      await work
    } finally {
      this.#inWork.delete(work)
    }
  }

  async #deliver({ batch, heartbeat }: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = batch
    this.#heartbeat = heartbeat
    await this.#options.onBatch(messages.map((message) => toRecord(topic, partition, message)))
    this.#delivered = true
    this.#offsets.delivered(topic, partition, batch.lastOffset())
  }

  /** The store may be away for minutes. What a beat throws, the driver meets again after the batch and acts upon. */
  #beat(): void {
    if (this.#inWork.size > 0) this.#heartbeat?.().catch(() => undefined)
  }

  #commitNowAndThen(): void {
    const isBusy = this.#delivered
    this.#delivered = false
    if (!isBusy || Date.now() - this.#committedAt >= BUSY_COMMIT_INTERVAL_MS) void this.#commit()
  }

  #commit(): Promise<void> {
    this.#committing ??= this.#flushAndCommit().finally(() => {
      this.#committing = undefined
    })
    return this.#committing
  }

  async #flushAndCommit(): Promise<void> {
    const offsets = this.#offsets.uncommitted()
    if (offsets.length === 0) return
    try {
      await this.#options.flush()
      await this.#consumer.commitOffsets(offsets)
      this.#offsets.committed(offsets)
      this.#committedAt = Date.now()
    } catch (error) {
      this.#logger.warn({ reason: (error as Error).message }, 'offsets are not committed yet; tried again in a second')
    }
  }
}
