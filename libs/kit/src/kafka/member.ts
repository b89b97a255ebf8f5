import { setTimeout as delay } from 'node:timers/promises'
import type { Consumer, EachBatchPayload } from 'kafkajs'
import type { SubscriptionOptions } from '../runtime/log.ts'
import { Offsets } from './offsets.ts'
import { type Dealt, Placement } from './placement.ts'
import { toRecord } from './records.ts'
import type { Membership } from './subscription.ts'
import { Unreadable } from './unreadable.ts'
import type { GroupWatch } from './watch.ts'

/** A fetch returns with the first byte, so waiting longer costs no latency; it bounds how long closing takes. */
const FETCH_WAIT_MS = 1_000
/**
 * A member fetches at most once in this time: what is written meanwhile comes with the next fetch. Under light load most of
 * the processor goes into waking up, at the broker and here.
 */
const FETCH_PACE_MS = 10
/** The least that brokers allow: how long nobody reads the partitions of a process that has died. */
const SESSION_TIMEOUT_MS = 6_000
/** A member that has not rejoined by then is removed, and the others continue. */
const REBALANCE_TIMEOUT_MS = 6_000
const HEARTBEAT_INTERVAL_MS = 1_500
const COMMIT_INTERVAL_MS = 1_000
/** While records arrive: gate moves without effect can travel with their stream's next write in this time. */
const BUSY_COMMIT_INTERVAL_MS = 5_000
const COMMIT = 'the offset commit'
/** The driver refetches a batch at once when it is not taken. */
const CLOSING_PAUSE_MS = 100
/** More partitions than one member reads: all are delivered concurrently, as they end up in one queue anyway. */
const CONCURRENT_PARTITIONS = 32

/** One membership in a consumer group: delivers batches, and commits offsets once they are stored. */
export class GroupMember {
  /** Resolves with the error that ended the driver's consumer. */
  readonly ended: Promise<Error>
  readonly #consumer: Consumer
  readonly #options: SubscriptionOptions
  readonly #watch: GroupWatch
  readonly #offsets = new Offsets()
  readonly #unreadable: Unreadable
  readonly #placement: Placement
  readonly #inWork = new Set<Promise<unknown>>()
  readonly #end = Promise.withResolvers<Error>()
  /** Rejects on a rebalance, so that no batch waits for slow work of the earlier assignment. */
  #interrupted = Promise.withResolvers<never>()
  /** Increases with each assignment: batches of an earlier one may belong to another member by now. */
  #assignment = 0
  /** Batches that were in progress when the partitions were assigned. */
  #left: Promise<unknown> | undefined
  #committing: Promise<void> | undefined
  #heartbeat: EachBatchPayload['heartbeat'] | undefined
  #committer: NodeJS.Timeout | undefined
  #beater: NodeJS.Timeout | undefined
  #closing = false
  /** Whether a batch was delivered since the last commit interval. */
  #delivered = false
  #committedAt = 0

  constructor(membership: Membership, options: SubscriptionOptions, watch: GroupWatch) {
    const { client, instance, metadataMaxAge } = membership
    this.#consumer = client.consumer({
      groupId: options.group,
      groupInstanceId: instance,
      allowAutoTopicCreation: false,
      sessionTimeout: SESSION_TIMEOUT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_INTERVAL_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      minBytes: 1,
      metadataMaxAge,
      // `LastingSubscription` replaces a member that has given up, whatever the reason.
      retry: { restartOnFailure: async () => false },
    })
    this.#options = options
    this.#watch = watch
    this.#unreadable = new Unreadable(options.health)
    this.#placement = new Placement(client, options, (position) => this.#consumer.seek(position))
    this.ended = this.#end.promise
  }

  async join(): Promise<void> {
    const joined = this.#listen()
    try {
      await this.#consumer.connect()
      await this.#consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true })
      const running = this.#consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
        eachBatch: (payload) => this.#take(payload),
      })
      await Promise.race([Promise.all([running, joined]), this.ended.then((error) => Promise.reject(error))])
    } catch (error) {
      await this.#consumer.disconnect().catch(() => undefined)
      throw error
    }
    this.#committer = setInterval(() => this.#commitNowAndThen(), COMMIT_INTERVAL_MS)
    this.#beater = setInterval(() => this.#beat(), HEARTBEAT_INTERVAL_MS)
  }

  /** Waits for the batches in progress, commits, leaves the group. */
  async close(): Promise<void> {
    this.#closing = true
    clearInterval(this.#committer)
    this.#placement.forget()
    await Promise.allSettled(this.#inWork)
    await this.#committing
    await this.#commit()
    this.#stop()
    await this.#consumer.disconnect()
  }

  #stop(): void {
    clearInterval(this.#committer)
    clearInterval(this.#beater)
    this.#forget()
  }

  /** After a rebalance this member must not commit earlier deliveries. */
  #forget(): void {
    this.#offsets.forget()
    this.#unreadable.forget()
    this.#placement.forget()
    this.#options.health.recovered(COMMIT)
  }

  #listen(): Promise<void> {
    const joined = Promise.withResolvers<void>()
    this.#consumer.on('consumer.group_join', ({ payload }) => {
      this.#assigned(payload.memberAssignment)
      joined.resolve()
    })
    this.#consumer.on('consumer.rebalancing', () => this.#watch.left('the group is rebalancing'))
    this.#consumer.on('consumer.network.request', () => this.#watch.answered())
    this.#consumer.on('consumer.crash', ({ payload: { error } }) => {
      this.#stop()
      this.#end.resolve(error)
    })
    return joined.promise
  }

  #assigned(dealt: Dealt): void {
    this.#assignment += 1
    this.#left = this.#inWork.size > 0 ? Promise.allSettled([...this.#inWork]) : undefined
    this.#forget()
    this.#placement.begin(dealt)
    this.#interrupted = Promise.withResolvers()
    this.#interrupted.promise.catch(() => undefined)
    this.#watch.joined(Object.values(dealt).flat().length)
  }

  /** Batches fetched while closing are left to the next member. */
  async #take(payload: EachBatchPayload): Promise<void> {
    if (this.#closing) return delay(CLOSING_PAUSE_MS)
    this.#heartbeat = payload.heartbeat
    if (payload.batch.unreadable) return this.#unreadable.setAside(payload)
    const assignment = this.#assignment
    const work = this.#deliver(payload, this.#left)
    this.#inWork.add(work)
    work.catch(() => undefined).finally(() => this.#inWork.delete(work))
    const isTaken = await Promise.race([work, this.#interrupted.promise])
    if (isTaken && assignment === this.#assignment) payload.resolveOffset(payload.batch.lastOffset())
  }

  /**
   * Unfinished batches of an earlier assignment go first, so that redelivered copies do not pile up.
   * @returns whether it was taken; batches fetched before the start position is known are fetched again
   */
  async #deliver({ batch }: EachBatchPayload, left: Promise<unknown> | undefined): Promise<boolean> {
    const assignment = this.#assignment
    if (left) await left
    if (!(await this.#placement.expects(batch)) || assignment !== this.#assignment) return false
    const { topic, partition, messages } = batch
    const pace = delay(FETCH_PACE_MS)
    await this.#options.onBatch(messages.map((message) => toRecord(topic, partition, message)))
    await pace
    if (assignment !== this.#assignment) return false
    this.#delivered = true
    this.#placement.passed(batch)
    this.#offsets.delivered(topic, partition, batch.lastOffset())
    this.#unreadable.passed(topic, partition)
    return true
  }

  /** Sends heartbeats during long work. A lost connection is handled after the batch; a rebalance ends the wait. */
  #beat(): void {
    if (this.#inWork.size === 0) return
    const { reject } = this.#interrupted
    this.#heartbeat?.().catch((error: { type?: string }) => {
      if (error.type !== undefined) reject(error)
    })
  }

  #commitNowAndThen(): void {
    const isBusy = this.#delivered
    this.#delivered = false
    if (!isBusy || performance.now() - this.#committedAt >= BUSY_COMMIT_INTERVAL_MS) void this.#commit()
  }

  #commit(): Promise<void> {
    this.#committing ??= this.#flushAndCommit().finally(() => {
      this.#committing = undefined
    })
    return this.#committing
  }

  async #flushAndCommit(): Promise<void> {
    const { progress } = this.#options
    const offsets = this.#offsets.uncommitted()
    if (!progress || offsets.length === 0) return
    const assignment = this.#assignment
    try {
      await this.#options.flush()
      if (assignment !== this.#assignment) return
      await this.#placement.save(offsets)
      if (assignment !== this.#assignment) return
      await this.#consumer.commitOffsets(offsets)
      this.#placement.confirmed()
      this.#offsets.committed(offsets)
      this.#committedAt = performance.now()
      this.#options.health.recovered(COMMIT)
    } catch (error) {
      // A flush may wait for a single locked row: the scope is `others`, as all other work continues.
      this.#options.health.failed(COMMIT, (error as Error).message, 'others')
    }
  }
}
