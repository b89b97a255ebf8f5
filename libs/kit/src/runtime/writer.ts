import type { Input, Outcome } from '../model/input.ts'
import { type BatchResult, runBatch } from './batch.ts'
import type { Parts } from './parts.ts'
import { MAX_WAITING_REQUESTS, QueueFull } from './runtime.ts'

const MAX_BATCH_INPUTS = 2_000
/** So many messages that change nothing are kept back, beside those that a flush stores; who brings the last of them waits for the next flush. */
const MAX_DEFERRED = 20_000
/** Of those that a flush stores, so many go with each transaction: others do not wait for all at once. */
const MAX_FLUSHED_INPUTS = 1_000
const RETRY_FIRST_MS = 50
const RETRY_MAX_MS = 2_000
/** A request is not kept waiting longer than this while the database is away. */
const REQUEST_PATIENCE_MS = 5_000
/** While the oldest request has waited so long, more come in than go out, and a new one would wait still longer. */
const MAX_REQUEST_WAIT_MS = 2_000

type MessageInput = Extract<Input, { kind: 'message' }>

interface Waiting {
  readonly input: Input
  readonly since: number
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/** What a writer hands on after each commit. */
export interface Afterwards {
  /** Outbox entries to be deleted with the next transaction. */
  takeAcknowledged(): string[]
  putBackAcknowledged(ids: readonly string[]): void
  committed(result: BatchResult): void
}

/** Messages that change nothing, by stream: they cost no transaction until somebody needs their gates moved. */
class Deferred {
  readonly #byGate = new Map<string, Input[]>()
  size = 0

  add(input: MessageInput): void {
    const key = input.message.gate
    const waiting = this.#byGate.get(key)
    if (waiting) waiting.push(input)
    else this.#byGate.set(key, [input])
    this.size += 1
  }

  /** Those that precede a message of the batch in its stream. */
  takeBefore(batch: readonly Input[]): Input[] {
    if (this.size === 0) return []
    return batch.flatMap((input) => (input.kind === 'message' ? this.#take(input.message.gate) : []))
  }

  /** About so many, the oldest first; those of one stream stay together. */
  takeSome(most: number): Input[] {
    const taken: Input[] = []
    for (const key of this.#byGate.keys()) {
      if (taken.length >= most) break
      taken.push(...this.#take(key))
    }
    return taken
  }

  #take(key: string): Input[] {
    const taken = this.#byGate.get(key) ?? []
    this.#byGate.delete(key)
    this.size -= taken.length
    return taken
  }
}

/** One queue and one writer: whatever waits when the last transaction is done becomes the next one. */
export class Writer {
  readonly #parts: Parts
  readonly #afterwards: Afterwards
  #queue: Waiting[] = []
  #deferred = new Deferred()
  /** What a flush has begun to store. */
  #leaving: { readonly deferred: Deferred; readonly done: PromiseWithResolvers<void> } | undefined
  /** Those that wait or are being stored, oldest first. */
  readonly #requests = new Set<Waiting>()
  /** Asked for, and begun when the one before has ended. */
  #flush: PromiseWithResolvers<void> | undefined
  #running: Promise<void> | undefined

  constructor(parts: Parts, afterwards: Afterwards) {
    this.#parts = parts
    this.#afterwards = afterwards
  }

  submit(input: Input): Promise<Outcome> {
    const isRequest = input.kind === 'request'
    if (isRequest && !this.#mayWait()) return Promise.reject(new QueueFull())
    return new Promise((resolve, reject) => {
      const waiting = { input, since: Date.now(), resolve, reject }
      this.#queue.push(waiting)
      if (isRequest) this.#requests.add(waiting)
      this.#running ??= this.#run()
    })
  }

  #mayWait(): boolean {
    const [oldest] = this.#requests
    if (oldest && Date.now() - oldest.since >= MAX_REQUEST_WAIT_MS) return false
    return this.#requests.size < MAX_WAITING_REQUESTS
  }

  /**
   * A message that changes nothing here: its gate moves before the next one of its stream, or when `flush` says so.
   * @returns what to wait for before bringing more, where too many are kept back
   */
  defer(input: MessageInput): Promise<void> | undefined {
    this.#deferred.add(input)
    return this.#deferred.size >= MAX_DEFERRED ? this.flush() : undefined
  }

  get hasDeferred(): boolean {
    return this.#deferred.size > 0 || this.#leaving !== undefined
  }

  /** Stores what was deferred and acknowledged until now, even when nothing else waits. */
  flush(): Promise<void> {
    this.#flush ??= Promise.withResolvers()
    this.#running ??= this.#run()
    return this.#flush.promise
  }

  /** Stores everything that waits. */
  async drain(): Promise<void> {
    await this.flush()
    await this.#running
  }

  async #run(): Promise<void> {
    await new Promise(setImmediate)
    while (this.#flush || this.#leaving || this.#queue.length > 0) {
      this.#beginFlush()
      const batch = this.#queue.splice(0, MAX_BATCH_INPUTS)
      await this.#store(batch, this.#takeDeferred(batch))
      this.#endFlush()
    }
    this.#running = undefined
  }

  #beginFlush(): void {
    if (!this.#flush || this.#leaving) return
    this.#leaving = { deferred: this.#deferred, done: this.#flush }
    this.#deferred = new Deferred()
    this.#flush = undefined
  }

  #endFlush(): void {
    if (this.#leaving?.deferred.size !== 0) return
    this.#leaving.done.resolve()
    this.#leaving = undefined
  }

  /** Those that go before the batch, in the order of each stream, and with them a part of what is to leave anyway. */
  #takeDeferred(batch: readonly Waiting[]): Input[] {
    const inputs = batch.map(({ input }) => input)
    const leaving = this.#leaving?.deferred
    return [
      ...(leaving?.takeBefore(inputs) ?? []),
      ...this.#deferred.takeBefore(inputs),
      ...(leaving?.takeSome(MAX_FLUSHED_INPUTS) ?? []),
    ]
  }

  /** Tries until the batch is stored; a batch that fails by itself is taken apart. */
  async #store(batch: Waiting[], deferred: Input[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return this.#settle(
          batch,
          await this.#transact([...deferred, ...batch.map(({ input }) => input)]),
          deferred.length,
        )
      } catch (error) {
        if (!isRetryable(error)) return this.#takeApart(batch, deferred, error)
        this.#parts.logger.warn({ attempt, reason: textOf(error) }, 'the batch is tried again')
        batch = this.#dropImpatient(batch, error)
        await sleep(Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * attempt))
      }
    }
  }

  async #transact(inputs: readonly Input[]): Promise<BatchResult> {
    const acknowledged = this.#afterwards.takeAcknowledged()
    const started = performance.now()
    try {
      const result = await runBatch(this.#parts, inputs, acknowledged)
      if (!result.wrote) return result
      this.#parts.meter.committed()
      this.#parts.meter.batch(inputs.length, (performance.now() - started) / 1_000)
      this.#afterwards.committed(result)
      return result
    } catch (error) {
      this.#afterwards.putBackAcknowledged(acknowledged)
      throw error
    }
  }

  /** Each input alone; what fails alone is poison (a message) or an error (a request). */
  async #takeApart(batch: Waiting[], deferred: Input[], error: unknown): Promise<void> {
    if (batch.length + deferred.length === 1) return this.#giveUp(batch, deferred, error)
    for (const input of deferred) await this.#store([], [input])
    for (const waiting of batch) await this.#store([waiting], [])
  }

  async #giveUp(batch: Waiting[], deferred: Input[], error: unknown): Promise<void> {
    const [waiting] = batch
    const input = waiting?.input ?? deferred[0]
    this.#parts.logger.error(
      { input: input?.kind, ...placeOf(input), reason: textOf(error) },
      'an input fails by itself',
    )
    if (input?.kind === 'message' && input.message.failure === undefined) {
      const poison: Input = { ...input, message: { ...input.message, failure: textOf(error) } }
      return waiting ? this.#store([{ ...waiting, input: poison }], []) : this.#store([], [poison])
    }
    if (waiting) this.#release([waiting], (one) => one.reject(error))
  }

  #settle(batch: Waiting[], result: BatchResult, deferred: number): void {
    const outcomes = result.outcomes.slice(deferred)
    let index = 0
    this.#release(batch, (waiting) => waiting.resolve(outcomes[index++] ?? { kind: 'done' }))
  }

  #dropImpatient(batch: Waiting[], error: unknown): Waiting[] {
    const deadline = Date.now() - REQUEST_PATIENCE_MS
    const late = batch.filter(({ input, since }) => input.kind === 'request' && since < deadline)
    this.#release(late, (waiting) => waiting.reject(error))
    return batch.filter((waiting) => !late.includes(waiting))
  }

  #release(batch: Waiting[], end: (waiting: Waiting) => void): void {
    for (const waiting of batch) {
      this.#requests.delete(waiting)
      end(waiting)
    }
  }
}

const isRetryable = (error: unknown): boolean => (error as { retryable?: boolean }).retryable === true
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const placeOf = (input: Input | undefined): object =>
  input?.kind === 'message'
    ? {
        source: input.message.source,
        stream: input.message.stream,
        version: input.message.version,
        type: input.message.type,
      }
    : {}
