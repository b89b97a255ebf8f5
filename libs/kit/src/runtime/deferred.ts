import type { Input } from '../model/input.ts'
import { Item } from './item.ts'

export type MessageInput = Extract<Input, { kind: 'message' }>

/** Messages that only move their gate, by stream: they cost no transaction until the gate is needed. */
export class Deferred {
  readonly #byGate = new Map<string, Item[]>()
  /** Messages that no batch has taken yet. */
  size = 0
  /** Messages not stored yet, and adopted items that wait aside. */
  readonly #unsettled = new Set<Item>()

  get unsettled(): number {
    return this.#unsettled.size
  }

  /** Unsettled items that do not wait aside: stored as soon as the database can. */
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

  /** Makes the next flush wait for the item as well. */
  adopt(item: Item): void {
    this.#unsettled.add(item)
    item.onSettled(() => this.#unsettled.delete(item))
  }

  /** Takes the messages that precede a message of the batch in its stream. */
  takeBefore(batch: readonly Item[]): Item[] {
    if (this.size === 0) return []
    return batch.flatMap(({ input }) => (input.kind === 'message' ? this.#take(input.message.gate) : []))
  }

  /** Takes about `most` messages, oldest first; those of one stream stay together. */
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
