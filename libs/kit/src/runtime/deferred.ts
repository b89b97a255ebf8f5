import type { Input } from '../model/input.ts'
import { Item } from './item.ts'

export type MessageInput = Extract<Input, { kind: 'message' }>

/** Messages that change nothing, by stream: they cost no transaction until somebody needs their gates moved. */
export class Deferred {
  readonly #byGate = new Map<string, Item[]>()
  /** Those that no batch has taken yet. */
  size = 0
  /** Those that are not stored yet, and those that others have left to be waited for. */
  readonly #unsettled = new Set<Item>()

  get unsettled(): number {
    return this.#unsettled.size
  }

  /** Those of them that do not wait aside: they are stored as soon as the database can. */
  get active(): number {
    let active = 0
    for (const { isHeld } of this.#unsettled) if (!isHeld) active += 1
    return active
  }

  /** @param since by `Clock.monotonic` */
  add(input: MessageInput, since: number): void {
    const item = new Item(input, since)
    this.adopt(item)
    const key = input.message.gate
    const waiting = this.#byGate.get(key)
    if (waiting) waiting.push(item)
    else this.#byGate.set(key, [item])
    this.size += 1
  }

  /** A flush waits for it, too. */
  adopt(item: Item): void {
    this.#unsettled.add(item)
    item.onSettled(() => this.#unsettled.delete(item))
  }

  /** Those that precede a message of the batch in its stream. */
  takeBefore(batch: readonly Item[]): Item[] {
    if (this.size === 0) return []
    return batch.flatMap(({ input }) => (input.kind === 'message' ? this.#take(input.message.gate) : []))
  }

  /** About so many, the oldest first; those of one stream stay together. */
  takeSome(most: number): Item[] {
    const taken: Item[] = []
    for (const key of this.#byGate.keys()) {
      if (taken.length >= most) break
      taken.push(...this.#take(key))
    }
    return taken
  }

  #take(key: string): Item[] {
    const taken = this.#byGate.get(key) ?? []
    this.#byGate.delete(key)
    this.size -= taken.length
    return taken
  }
}
