import type { Input, Outcome } from '../model/input.ts'
import type { Afterwards } from './attempts.ts'
import { type Clock, turn } from './clock.ts'
import { Deferred, type MessageInput } from './deferred.ts'
import { Item } from './item.ts'
import type { Parts } from './parts.ts'
import { Requests } from './requests.ts'
import { MAX_WAITING_REQUESTS, QueueFull } from './runtime.ts'
import { StoreUnavailable } from './store.ts'
import { Storing } from './storing.ts'
import { within } from './within.ts'

/**
 * Maximum of messages that are deferred or wait aside, beside those that a flush stores; the caller that
 * reaches the limit waits for a flush.
 */
const MAX_DEFERRED = 20_000
/** Maximum of inputs that wait aside without their readers waiting too. */
const MAX_HELD = 20_000
/** A flush stores at most this many per transaction, so that other inputs do not wait for all of them. */
const MAX_FLUSHED_INPUTS = 1_000
/** Time limit of a flush's caller; the flush continues. */
const FLUSH_PATIENCE_MS = 5_000
/** While the oldest request has waited this long, new ones are refused: they would wait even longer. */
const MAX_REQUEST_WAIT_MS = 2_000

interface Flush {
  readonly deferred: Deferred
  readonly done: PromiseWithResolvers<void>
}

/**
 * One queue and one writer: all that waits when a transaction ends becomes the next one. Each message is applied,
 * or parked, or still in memory with its offset not committed: there is no fourth case.
 */
export class Writer {
  #queue: Item[] = []
  /** Inputs that failed alone, to be retried alone. */
  #apart: Item[] = []
  #deferred = new Deferred()
  /** Flushes in progress, in order. All but the last wait only for inputs that wait aside. */
  #leaving: Flush[] = []
  /** A requested flush; it begins when the one before has nothing left to store. */
  #flush: PromiseWithResolvers<void> | undefined
  /** Readers that wait until fewer messages are deferred. */
  #readers: (() => void)[] = []
  readonly #clock: Clock
  readonly #storing: Storing
  readonly #requests: Requests
  #running: Promise<void> | undefined
  #stopped = false

  constructor(parts: Parts, afterwards: Afterwards) {
    this.#clock = parts.clock
    this.#requests = new Requests(parts.clock, () => this.#storing.trouble)
    this.#storing = new Storing(parts, afterwards, {
      putBack: (items) => {
        this.#queue.unshift(...items)
        this.#wake()
      },
      putApart: (items) => {
        this.#apart.push(...items)
        this.#wake()
      },
      leave: (item) => this.#leave(item),
      stored: () => this.#endFlushes(),
    })
  }

  /** @param since when its caller began to wait, by `Clock.monotonic` */
  submit(input: Input, since = this.#clock.monotonic()): Promise<Outcome> {
    const isRequest = input.kind === 'request'
    if (isRequest && !this.#mayWait()) return Promise.reject(this.#refusal())
    return new Promise((resolve, reject) => {
      const item = new Item(input, since, { resolve, reject })
      this.#queue.push(item)
      if (isRequest) this.#requests.add(item)
      this.#wake()
    })
  }

  #mayWait(): boolean {
    return this.#requests.oldestMs < MAX_REQUEST_WAIT_MS && this.#requests.size < MAX_WAITING_REQUESTS
  }

  #refusal(): Error {
    return this.#storing.trouble === undefined ? new QueueFull() : new StoreUnavailable(this.#storing.trouble)
  }

  /**
   * For a message that changes nothing here: its gate moves before the next message of its stream, or with a flush.
   * @returns what to wait for before deferring more, if too many are deferred
   */
  defer(input: MessageInput): Promise<void> | undefined {
    this.#deferred.add(input, this.#clock.monotonic())
    if (this.#deferred.unsettled < MAX_DEFERRED) return undefined
    void this.#askForFlush()
    return new Promise((resolve) => this.#readers.push(resolve))
  }

  get hasDeferred(): boolean {
    return this.#deferred.unsettled > 0 || this.#leaving.length > 0
  }

  /** Number of inputs that wait aside, by cause. */
  get waiting(): Storing['waiting'] {
    return this.#storing.waiting
  }

  /**
   * Stores everything deferred and acknowledged so far, even if nothing else waits.
   * @throws `StoreUnavailable` if that takes longer than 5 s; it is still stored once that is possible
   */
  async flush(): Promise<void> {
    await within(this.#clock, FLUSH_PATIENCE_MS, this.#askForFlush(), () => {
      throw new StoreUnavailable(this.#storing.trouble ?? `not all messages are stored within ${FLUSH_PATIENCE_MS} ms`)
    })
  }

  #askForFlush(): Promise<void> {
    this.#flush ??= Promise.withResolvers()
    this.#wake()
    return this.#flush.promise
  }

  /** Stores everything that waits. @throws `StoreUnavailable` if that is impossible: it is redelivered later */
  async drain(): Promise<void> {
    if (this.#stopped) throw new StoreUnavailable(this.#storing.trouble ?? 'the writer has stopped')
    try {
      await this.flush()
    } catch (error) {
      this.#stopped = true
      throw error
    }
    await this.#running
  }

  #wake(): void {
    this.#running ??= this.#run()
  }

  /** The input waits aside: its caller continues, and the next flush waits for it instead. */
  #leave(item: Item): void {
    const { input } = item
    // An operator's request waits for the outcome.
    const isRead = (input.kind === 'message' && !input.parked?.order) || (input.kind === 'malformed' && !input.order)
    if (!isRead || item.isLeft || this.#storing.held >= MAX_HELD) return
    this.#deferred.adopt(item)
    item.letCallerGo()
  }

  get #hasWork(): boolean {
    if (this.#stopped) return false
    if (this.#queue.length > 0 || this.#apart.length > 0) return true
    const isToEnd = this.#leaving[0]?.deferred.unsettled === 0
    return isToEnd || this.#mayFlush || this.#leaving.some(({ deferred }) => deferred.size > 0)
  }

  get #mayFlush(): boolean {
    return this.#flush !== undefined && (this.#leaving.at(-1)?.deferred.active ?? 0) === 0
  }

  async #run(): Promise<void> {
    await turn(this.#clock)
    while (this.#hasWork) {
      this.#beginFlush()
      await this.#storing.apart(this.#apart.splice(0))
      await this.#storing.together(this.#next())
      this.#letReadersOn()
    }
    this.#running = undefined
  }

  #beginFlush(): void {
    if (!this.#flush || !this.#mayFlush) return
    this.#leaving.push({ deferred: this.#deferred, done: this.#flush })
    this.#deferred = new Deferred()
    this.#flush = undefined
  }

  /** Ends flushes in order: offsets after a message that waits aside are not committed before it is stored. */
  #endFlushes(): void {
    for (let [first] = this.#leaving; first?.deferred.unsettled === 0; [first] = this.#leaving) {
      first.done.resolve()
      this.#leaving.shift()
    }
  }

  #letReadersOn(): void {
    if (this.#readers.length === 0) return
    const kept = [this.#deferred, ...this.#leaving.map(({ deferred }) => deferred)]
    if (kept.reduce((sum, { active }) => sum + active, 0) >= MAX_DEFERRED) return
    for (const resolve of this.#readers.splice(0)) resolve()
  }

  /** The next batch: queued inputs, deferred messages that precede them in their streams, and a part of the flushes. */
  #next(): Item[] {
    const batch = this.#queue.splice(0, this.#storing.limit)
    const leaving = this.#leaving.map(({ deferred }) => deferred)
    return [
      ...leaving.flatMap((deferred) => deferred.takeBefore(batch)),
      ...this.#deferred.takeBefore(batch),
      ...leaving.flatMap((deferred) => deferred.takeSome(Math.min(MAX_FLUSHED_INPUTS, this.#storing.limit))),
      ...batch,
    ]
  }
}
