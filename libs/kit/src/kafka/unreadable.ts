import type { EachBatchPayload } from 'kafkajs'
import type { Health } from '../runtime/health.ts'

const LOG = 'the log'
const WAIT_FIRST_MS = 1_000
const WAIT_MAX_MS = 30_000

/**
 * Partitions whose next batch cannot be read: damaged, or refused by the broker. Each is retried with growing pauses,
 * while the others continue. Only an operator may skip it.
 */
export class Unreadable {
  readonly #health: Health
  readonly #waits = new Map<string, { readonly waitMs: number; readonly timer: NodeJS.Timeout }>()

  constructor(health: Health) {
    this.#health = health
  }

  setAside({ batch, pause }: Pick<EachBatchPayload, 'batch' | 'pause'>): void {
    const { topic, partition, unreadable } = batch
    const place = `${topic}, partition ${partition}`
    const waitMs = Math.min(WAIT_MAX_MS, 2 * (this.#waits.get(place)?.waitMs ?? WAIT_FIRST_MS / 2))
    this.#waits.set(place, { waitMs, timer: setTimeout(pause(), waitMs) })
    const offset = unreadable?.offset === undefined ? '' : `, offset ${unreadable.offset}`
    this.#health.failed(LOG, `${place}${offset} cannot be read: ${unreadable?.reason}`, 'others')
  }

  passed(topic: string, partition: number): void {
    if (this.#waits.delete(`${topic}, partition ${partition}`) && this.#waits.size === 0) this.#health.recovered(LOG)
  }

  /** On a rebalance. */
  forget(): void {
    for (const { timer } of this.#waits.values()) clearTimeout(timer)
    this.#waits.clear()
    this.#health.recovered(LOG)
  }
}
