import type { Parts } from './parts.ts'
import type { Hole } from './store.ts'

/** Longer than ordinary disorder: a paused process or a rebalance resolves sooner. */
const GAP_PATIENCE_MS = 10_000
const MAX_HOLES = 1_000
/** Rereads per message: one whose predecessor never existed stays parked. */
const MAX_TRIES = 3
/** Pause between two rereads of a topic; it doubles after each that leaves gaps. */
const FIRST_PAUSE_MS = 10_000
const MAX_PAUSE_MS = 300_000

type Surroundings = Pick<Parts, 'service' | 'store' | 'logger' | 'meter' | 'health' | 'clock'>

interface Topic {
  pauseMs: number
  nextAt: number
}

/**
 * Rereads a topic when messages wait for one that did not arrive, for example because an offset was moved past it.
 * Gates drop what was applied already.
 */
export class GapWatch {
  readonly #parts: Surroundings
  /** Resolves when the whole topic is reread and stored. */
  readonly #read: (topic: string) => Promise<void>
  readonly #tries = new Map<string, number>()
  readonly #topics = new Map<string, Topic>()
  readonly #reading = new Map<string, Promise<boolean>>()

  constructor(parts: Surroundings, read: (topic: string) => Promise<void>) {
    this.#parts = parts
    this.#read = read
  }

  async look(): Promise<void> {
    const holes = await this.#parts.store.holes(GAP_PATIENCE_MS, MAX_HOLES)
    const ids = new Set(holes.map(({ id }) => id))
    for (const id of this.#tries.keys()) if (!ids.has(id)) this.#tries.delete(id)
    const byTopic = Map.groupBy(holes, ({ topic }) => topic)
    for (const topic of this.#parts.service.subscribes) this.#judge(topic, byTopic.get(topic) ?? [])
  }

  /** On an operator's request. @returns false for a topic that the service does not read */
  ask(topic: string): boolean {
    if (!this.#parts.service.subscribes.includes(topic)) return false
    void this.#readAgain(topic, 'asked')
    return true
  }

  #judge(topic: string, holes: readonly Hole[]): void {
    const { health } = this.#parts
    if (holes.length === 0) this.#topics.delete(topic)
    this.#sayGivenUp(topic, holes)
    const open = holes.filter(({ id }) => (this.#tries.get(id) ?? 0) < MAX_TRIES)
    if (open.length === 0) return health.recovered(partOf(topic))
    health.failed(
      partOf(topic),
      `${open.length === 1 ? '1 message waits' : `${open.length} messages wait`} for earlier ones that have not arrived; the topic is reread`,
      'others',
    )
    if (this.#parts.clock.monotonic() >= (this.#topics.get(topic)?.nextAt ?? 0)) void this.#fill(topic, open)
  }

  async #fill(topic: string, holes: readonly Hole[]): Promise<void> {
    const state = this.#topics.get(topic) ?? { pauseMs: FIRST_PAUSE_MS, nextAt: 0 }
    this.#topics.set(topic, state)
    state.nextAt = Number.POSITIVE_INFINITY
    const isRead = await this.#readAgain(topic, 'gap')
    state.nextAt = this.#parts.clock.monotonic() + state.pauseMs
    state.pauseMs = Math.min(MAX_PAUSE_MS, 2 * state.pauseMs)
    if (!isRead) return
    for (const { id } of holes) this.#tries.set(id, (this.#tries.get(id) ?? 0) + 1)
  }

  /** Health only says that rereading is over; without this line that reads as if the gap were filled. */
  #sayGivenUp(topic: string, holes: readonly Hole[]): void {
    const spent = holes.filter(({ id }) => this.#tries.get(id) === MAX_TRIES)
    if (spent.length === 0) return
    for (const { id } of spent) this.#tries.set(id, MAX_TRIES + 1)
    const fields = { topic, messages: spent.length }
    this.#parts.logger.warn(fields, 'messages stay parked: what they wait for is not in the topic')
  }

  /** One reread per topic at a time; concurrent callers share it. */
  #readAgain(topic: string, why: string): Promise<boolean> {
    const reading = this.#reading.get(topic) ?? this.#readOnce(topic, why).finally(() => this.#reading.delete(topic))
    this.#reading.set(topic, reading)
    return reading
  }

  async #readOnce(topic: string, why: string): Promise<boolean> {
    const { logger, meter } = this.#parts
    meter.reread(topic, why)
    logger.warn({ topic, why }, 'rereading a topic')
    try {
      await this.#read(topic)
      logger.info({ topic, why }, 'reread a topic')
      return true
    } catch (error) {
      logger.warn({ topic, why, reason: (error as Error).message }, 'rereading a topic failed')
      return false
    }
  }
}

const partOf = (topic: string): string => `part of ${topic}`
