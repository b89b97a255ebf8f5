import type { PublishedEvent } from './publication.ts'

/** Returns the records of each stream once and in order, whatever their order and number of copies on the topic. */
export class Sequencer {
  readonly #next = new Map<string, number>()
  readonly #ahead = new Map<string, Map<number, PublishedEvent>>()

  /** @returns the records that are next in order; `owner` distinguishes streams with the same id */
  take(owner: string, event: PublishedEvent): PublishedEvent[] {
    const key = `${owner} ${event.stream}`
    const next = this.#next.get(key) ?? 1
    if (event.version > next) this.#keep(key, event)
    if (event.version !== next) return []
    const turn = [event, ...this.#followers(key, next + 1)]
    this.#next.set(key, next + turn.length)
    return turn
  }

  #followers(key: string, first: number): PublishedEvent[] {
    const ahead = this.#ahead.get(key)
    const followers: PublishedEvent[] = []
    for (let next = ahead?.get(first); next; next = ahead?.get(first + followers.length)) followers.push(next)
    for (const { version } of followers) ahead?.delete(version)
    return followers
  }

  #keep(key: string, event: PublishedEvent): void {
    const ahead = this.#ahead.get(key) ?? new Map<number, PublishedEvent>()
    ahead.set(event.version, event)
    this.#ahead.set(key, ahead)
  }
}
