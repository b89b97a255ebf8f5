import type { Input, Outcome, OwedRow } from '@bistro/kit'
import { type BatchResult, revive, runBatch, type Store, type Transaction } from '@bistro/kit/runtime'
import type { Process } from './process.ts'
import { ungated } from './ungated.ts'

/** The outcome, or nothing where the process died before it could tell. */
type Done = (outcome: Outcome | undefined) => void

interface Waiting {
  readonly input: Input
  readonly done: Done | undefined
}

const DRAIN_WITHIN_MS = 3
const MAX_BATCH_INPUTS = 40
const RESUME_AFTER_MS = 2_000
const RESUME_LIMIT = 200
const CRASH = 0.006

class Died extends Error {}

/** One queue and one writer, as in production: whatever waits becomes one transaction. */
export class Writer {
  readonly #process: Process
  #queue: Waiting[] = []
  #deferred: Input[] = []
  #scheduled = false

  constructor(process: Process) {
    this.#process = process
  }

  submit(input: Input, done?: Done): void {
    this.#queue.push({ input, done })
    this.#schedule()
  }

  /** Messages that change nothing here travel with the next transaction. */
  defer(input: Input): void {
    this.#deferred.push(input)
  }

  forget(): void {
    const lost = this.#queue
    this.#queue = []
    this.#deferred = []
    this.#scheduled = false
    for (const { done } of lost) done?.(undefined)
  }

  /** Stores what was deferred and acknowledged. @returns false where the process has died of it */
  async flush(): Promise<boolean> {
    if (this.#deferred.length === 0 && !this.#process.relay.hasAcknowledged) return true
    return (await this.#transact(this.#deferred.splice(0))) !== undefined
  }

  /** Parked messages whose turn has come. */
  async resume(): Promise<void> {
    const { service, store, ground } = this.#process.site
    for (const row of await store.resumable(RESUME_LIMIT)) this.submit(await revive(service, ground.codec, row))
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    this.#process.later(this.#process.site.ground.random.between(0, DRAIN_WITHIN_MS), () => this.#drain())
  }

  async #drain(): Promise<void> {
    this.#scheduled = false
    const { random } = this.#process.site.ground
    const batch = this.#queue.splice(0, random.between(1, MAX_BATCH_INPUTS))
    if (this.#queue.length > 0) this.#schedule()
    const deferred = this.#deferred.splice(0)
    const result = await this.#transact([...deferred, ...batch.map(({ input }) => input)])
    batch.forEach(({ done }, index) => {
      done?.(result?.outcomes[deferred.length + index])
    })
  }

  async #transact(inputs: readonly Input[]): Promise<BatchResult | undefined> {
    const { site, relay } = this.#process
    const { faults, laws, codec, context } = site.ground
    const dies = faults.strikes('crash', CRASH)
    const store = this.#store(dies)
    const taken = laws.gate ? inputs : await ungated(site.store, inputs)
    try {
      const result = await runBatch({ service: site.service, store, codec }, taken, relay.takeAcknowledged(), {
        context,
      })
      if (dies) throw new Died()
      return this.#committed(result)
    } catch (error) {
      if (error instanceof Died) this.#process.crash('before its commit')
      else site.ground.violated(`${site.name} cannot process its input: ${(error as Error).message}`)
      return undefined
    }
  }

  #committed(result: BatchResult): BatchResult | undefined {
    const { site, relay, worker } = this.#process
    const { faults, laws } = site.ground
    site.ground.committed(site, result)
    if (result.wrote && faults.strikes('crash', CRASH)) {
      this.#process.crash('right after its commit')
      return undefined
    }
    if (result.outbox && laws.publishAfterCommit) relay.hand(result.outbox)
    else if (result.outbox) relay.sent(result.outbox.id)
    worker.take(result.owed as OwedRow[])
    if (result.world.parked.length > 0) this.#process.later(RESUME_AFTER_MS, () => this.resume())
    return result
  }

  /** The service's store, except where something happens between load and commit. */
  #store(dies: boolean): Store {
    const { site, relay } = this.#process
    const early = !site.ground.laws.publishAfterCommit
    if (!dies && !early) return site.store
    const write: (inner: Transaction) => Transaction['write'] = (inner) => async (changes) => {
      if (early) relay.send(changes.events.filter(({ published }) => published))
      if (dies) throw new Died()
      return inner.write(changes)
    }
    const { store } = site
    return {
      ...store,
      transaction: (work) =>
        store.transaction((inner) => work({ load: (needs, world) => inner.load(needs, world), write: write(inner) })),
    }
  }
}
