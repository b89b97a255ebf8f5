import type { Input, Outcome } from '../model/input.ts'
import { type Clock, turn } from './clock.ts'
import { Deferred, type MessageInput } from './deferred.ts'
import { Item } from './item.ts'
import type { Parts } from './parts.ts'
import { Requests } from './requests.ts'
import { MAX_WAITING_REQUESTS, QueueFull } from './runtime.ts'
import { StoreUnavailable } from './store.ts'
import { type Afterwards, Storing } from './storing.ts'
import { within } from './within.ts'

/**
 * So many messages are kept back, as they change nothing or wait aside, beside those that a flush stores; the caller that
 * reaches the limit waits for a flush.
 */
const MAX_DEFERRED = 20_000
/** So many wait aside before their readers wait with them. */
const MAX_HELD = 20_000
/** Of those that a flush stores, so many go with each transaction: others do not wait for all at once. */
const MAX_FLUSHED_INPUTS = 1_000
/** Who waits for a flush is told after so long that it is still under way. */
const FLUSH_PATIENCE_MS = 5_000
/** While the oldest request has waited so long, more come in than go out, and a new one would wait still longer. */
const MAX_REQUEST_WAIT_MS = 2_000

interface Flush {
  readonly deferred: Deferred
  readonly done: PromiseWithResolvers<void>
}

/**
 * One queue and one writer: whatever waits when the last transaction is done becomes the next one. Each message is applied,
 * or parked, or still here, and then its offset is not committed: there is no fourth case.
 */
export class Writer {
  #queue: Item[] = []
  /** Inputs that have failed by themselves, to be tried so again. */
  #apart: Item[] = []
  #deferred = new Deferred()
  /** What flushes have begun to store, in their order. All but the last wait for what waits aside alone. */
  #leaving: Flush[] = []
  /** Asked for, and begun when the one before has nothing left to store. */
  #flush: PromiseWithResolvers<void> | undefined
  /** Readers that wait until fewer messages are kept back. */
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
   * A message that changes nothing here: its gate moves before the next one of its stream, or when `flush` says so.
   * @returns what to wait for before bringing more, where too many are kept back
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

  /** How many inputs wait aside, and for what. */
  get waiting(): Storing['waiting'] {
    return this.#storing.waiting
  }

  /**
   * Stores what was deferred and acknowledged until now, even when nothing else waits.
   * @throws `StoreUnavailable` when that takes longer than 5 s; it is stored nevertheless, once that is possible
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

  /** Stores everything that waits. @throws `StoreUnavailable` where that is not possible: it is left to be delivered again */
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

  /** It waits aside: its caller goes on, and the next flush waits for it instead. */
  #leave(item: Item): void {
    const { input } = item
    // An operator wants to hear what became of it.
    const isRead = (input.kind === 'message' && !input.parked?.order) || input.kind === 'malformed'
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

  /** In their order: offsets behind a message that waits aside are not committed before it is stored. */
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

  /** What waits, those before it in its streams that were deferred, and a part of what is to leave anyway. */
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
