import type { RecordedCommand } from '../../model/command.ts'
import type { Replayed } from '../../model/rebuild.ts'
import { NIL_STREAM } from '../../model/unit-of-work.ts'
import type { AnyView } from '../../model/view.ts'
import { sleep } from '../clock.ts'
import type { Parts } from '../parts.ts'
import { StoreLocked } from '../store-errors.ts'
import { type Feed, openFeed } from './feed.ts'
import { Folding, STALL_MS } from './folding.ts'
import { type Build, type Difference, NotOwner, type RebuildState, type Still, type SwapOrder } from './port.ts'

/** Between two pages, so that the service's own work goes on. */
const PAUSE_MS = 10
const BEAT_MS = 500
/** How long transactions that need the live view wait for a comparison or a swap to begin. */
const STILL_MS = 500
const STILL_TRIES = 60
const STILL_PAUSE_MS = 250
/** How long a rebuilt view is kept up to date for a swap. */
const KEPT_MS = 15 * 60_000
const KEEP_PAUSE_MS = 50

class Stopped extends Error {}
/** Too much is left to be read while the live view stands still. */
class NotReached extends Error {}

/**
 * Builds a view again beside the live one, while that one serves: folds the events from the beginning, compares both at
 * one position, then keeps the rebuilt one up to date, so that it can take the live one's place. What it has built is
 * forgotten when it ends.
 */
export class Rebuild {
  readonly view: AnyView
  readonly #parts: Parts
  readonly #build: Build
  #state: RebuildState
  #feed: Feed | undefined
  /** Why events could not be read last. */
  #trouble: string | undefined
  readonly #folding: Folding
  #order: SwapOrder | undefined
  /** The id of the order that was executed last: a report may bring it once more. */
  #executed: string | undefined
  readonly #end = Promise.withResolvers<never>()
  /** One at a time: an older state must not be stored after a newer one. */
  #reports: Promise<void> = Promise.resolve()
  /** A swap or the end stores the state itself. */
  #reportsNothing = false
  #isOver = false
  #inHaste = false
  #running: Promise<void> | undefined

  constructor(parts: Parts, view: AnyView) {
    this.view = view
    this.#parts = parts
    this.#build = { view, owner: parts.random.newId() }
    this.#folding = new Folding(parts, this.#build, () => this.#mustGoOn())
    this.#state = { status: 'running', startedAt: this.#now(), done: 0, total: 0, differences: [] }
    this.#end.promise.catch(() => undefined)
  }

  /** @returns false while any view of the service is being built again */
  async begin(): Promise<boolean> {
    if (!(await this.#parts.store.rebuilds.begin(this.#build, this.#state))) return false
    this.#parts.logger.info({ view: this.view.name }, 'building a view again beside the live one')
    this.#running = this.#run()
    return true
  }

  /** Takes an operator's order now. */
  wake(): void {
    void this.#beat()
  }

  /**
   * Ends it; the rebuilt rows are out of date from then on.
   * @param inHaste leaves them to the next rebuild of the view, which removes them
   */
  async stop(inHaste: boolean): Promise<void> {
    this.#inHaste = inHaste
    this.#end.reject(new Stopped())
    await this.#running
  }

  async #run(): Promise<void> {
    const beat = this.#parts.clock.every(BEAT_MS, () => void this.#beat())
    const work = this.#work()
    try {
      await Promise.race([work, this.#end.promise])
    } catch (error) {
      if (!(error instanceof Stopped)) this.#fail(error as Error)
    }
    this.#isOver = true
    beat.cancel()
    await this.#feed?.stop().catch(() => undefined)
    await work.catch(() => undefined)
    await this.#leave().catch(() => undefined)
  }

  async #work(): Promise<void> {
    const { rebuilds } = this.#parts.store
    while (await rebuilds.clear(this.#build)) await this.#pause()
    this.#feed = await openFeed(this.#parts, this.view, this.#build.owner, (events) => this.#take(events))
    const look = await this.#whileStill((still) => still.look())
    const { rows, differing, differences } = await look.compare(() => this.#pause())
    const status = differing > 0 ? 'differs' : 'equal'
    this.#state = { ...this.#state, status, endedAt: this.#now(), rows, differences }
    this.#parts.logger.info({ view: this.view.name, rows, differing }, 'a view is built again')
    await this.#keep()
  }

  async #keep(): Promise<void> {
    const { clock } = this.#parts
    const until = clock.monotonic() + KEPT_MS
    while (clock.monotonic() < until) {
      if (this.#order) await this.#swap(this.#order)
      await this.#catchUp()
      await sleep(clock, KEEP_PAUSE_MS)
    }
  }

  async #swap(order: SwapOrder): Promise<void> {
    this.#executed = order.id
    this.#order = undefined
    const { problem: _, ...before } = this.#state
    const after = { ...before, swappedAt: this.#now(), differences: before.differences.map(exchanged) }
    try {
      await this.#whileStill(async (still) => {
        await this.#lastReport()
        await still.swap(after, this.#command(order)).catch((error: unknown) => {
          this.#reportsNothing = false
          throw error
        })
      })
    } catch (error) {
      if (error instanceof Stopped || error instanceof NotOwner) throw error
      if (!(await this.#isStored(after))) {
        this.#state = { ...before, problem: `Not swapped: ${(error as Error).message}` }
        return
      }
    } finally {
      this.#reportsNothing = false
    }
    this.#state = after
    this.#parts.logger.warn(
      { view: this.view.name, why: order.why },
      "a view's rebuilt rows have taken the place of the live ones",
    )
  }

  /** For the audit trail. A view is of no stream. */
  #command({ id, why }: SwapOrder): RecordedCommand {
    const request = { view: this.view.name, why, status: this.#state.status }
    const origin = { by: 'operator', kind: 'request', causedBy: id } as const
    return {
      at: this.#now(),
      type: 'SwapView',
      stream: NIL_STREAM,
      outcome: 'accepted',
      events: [],
      ...origin,
      request,
    }
  }

  /** Whether the swap was committed, though its response was lost. */
  async #isStored({ swappedAt }: RebuildState): Promise<boolean> {
    const known = await this.#parts.store.rebuilds.all()
    return known.some(({ view, state }) => view === this.view.name && state.swappedAt === swappedAt)
  }

  /** Both views are at one position while `work` runs: all that the live one has taken is folded. */
  async #whileStill<T>(work: (still: Still) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      await this.#catchUp()
      try {
        return await this.#parts.store.rebuilds.still(this.#build, async (still) => {
          if (!(await this.#feed?.reach(STILL_MS)))
            throw new NotReached('the topics are not read to their ends in time')
          await this.#folding.fold([], true)
          return work(still)
        })
      } catch (error) {
        const isBusy = error instanceof NotReached || error instanceof StoreLocked
        if (!isBusy || tries === STILL_TRIES) throw error
      }
      await sleep(this.#parts.clock, STILL_PAUSE_MS)
    }
  }

  /** Reads to the end, while the live view may go on. */
  async #catchUp(): Promise<void> {
    const { clock } = this.#parts
    let [done, since] = [-1, clock.monotonic()]
    for (;;) {
      this.#mustGoOn()
      if (await this.#reach()) return this.#folding.fold([])
      const now = this.#feed?.done ?? 0
      if (now !== done) [done, since] = [now, clock.monotonic()]
      else if (clock.monotonic() - since > STALL_MS)
        throw new Error(
          `no event was read for ${STALL_MS / 1_000} s: ${this.#trouble ?? this.#feed?.trouble ?? 'the log delivers nothing'}`,
        )
    }
  }

  /** Whether all was read; false as well while the store or the log is unavailable. */
  async #reach(): Promise<boolean> {
    try {
      return (await this.#feed?.reach(BEAT_MS)) ?? false
    } catch (error) {
      if (!(error as { retryable?: boolean }).retryable) throw error
      this.#trouble = (error as Error).message
      await sleep(this.#parts.clock, BEAT_MS)
      return false
    }
  }

  async #take(events: readonly Replayed[]): Promise<void> {
    try {
      await this.#folding.fold(events)
      await this.#pause()
      await this.#folding.waitForLiveView()
    } catch (error) {
      this.#end.reject(error)
      throw error
    }
  }

  #beat(): Promise<void> {
    this.#reports = this.#reports.then(() => this.#report())
    return this.#reports
  }

  #lastReport(): Promise<void> {
    this.#reportsNothing = true
    return this.#reports
  }

  /** Says that the rebuild lives, and hears an operator's order. */
  async #report(): Promise<void> {
    if (this.#reportsNothing) return
    try {
      const order = await this.#parts.store.rebuilds.report(this.#build, this.#shown)
      if (order && order.id !== this.#executed && this.#state.status !== 'running') this.#order = order
    } catch (error) {
      if (error instanceof NotOwner) this.#end.reject(error)
    }
  }

  get #shown(): RebuildState {
    const { done = 0, total = 0 } = this.#feed ?? {}
    const isThrough = this.#state.endedAt !== undefined && this.#state.status !== 'failed'
    return { ...this.#state, done: isThrough ? total : Math.min(done, total), total }
  }

  #fail({ message }: Error): void {
    const { view } = this
    this.#parts.logger.warn({ view: view.name, reason: message }, 'a view is not built again')
    if (this.#state.status === 'running')
      this.#state = { ...this.#shown, status: 'failed', endedAt: this.#now(), problem: message }
    else this.#state = { ...this.#shown, problem: message }
  }

  async #leave(): Promise<void> {
    const { rebuilds } = this.#parts.store
    await this.#lastReport()
    await rebuilds.release(this.#build, this.#shown)
    while (!this.#inHaste && (await rebuilds.clear(this.#build))) await this.#pause()
  }

  #mustGoOn(): void {
    if (this.#isOver) throw new Stopped()
  }

  #pause(): Promise<void> {
    return sleep(this.#parts.clock, PAUSE_MS)
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString()
  }
}

/** Live and rebuilt have changed places. */
const exchanged = ({ key, live, rebuilt }: Difference): Difference => ({
  key,
  ...(rebuilt && { live: rebuilt }),
  ...(live && { rebuilt: live }),
})
