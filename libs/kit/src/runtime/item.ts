import type { Input, Outcome } from '../model/input.ts'

interface Caller {
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/** An input on its way through the writer. It is settled once: stored, or rejected. */
export class Item {
  input: Input
  /** When its caller began to wait, by `Clock.monotonic`. */
  readonly since: number
  isSettled = false
  /** Its commit was sent: if the caller must be answered now, the outcome is unknown. */
  isCommitting = false
  /** It waits aside, for a row or for its next attempt. */
  isHeld = false
  /** Its caller no longer waits for it. */
  isLeft = false
  /** Rejections of its values in a row, and when they began. */
  blamed = { times: 0, since: 0 }
  readonly #caller: Caller | undefined
  readonly #whenSettled: (() => void)[] = []

  constructor(input: Input, since: number, caller?: Caller) {
    this.input = input
    this.since = since
    this.#caller = caller
  }

  resolve(outcome: Outcome): void {
    this.#settle(() => this.#caller?.resolve(outcome))
  }

  reject(error: unknown): void {
    this.#settle(() => this.#caller?.reject(error))
  }

  /** Releases its caller: a flush waits for it instead. */
  letCallerGo(): void {
    this.isLeft = true
    this.#caller?.resolve({ kind: 'done' })
  }

  onSettled(then: () => void): void {
    this.#whenSettled.push(then)
  }

  #settle(tell: () => void): void {
    if (this.isSettled) return
    this.isSettled = true
    tell()
    for (const then of this.#whenSettled) then()
  }
}

/** Inputs of one group keep their order; different groups are independent. */
export function groupOf(input: Input): string {
  switch (input.kind) {
    case 'message':
      return `gate ${input.message.gate}`
    case 'request':
      return `stream ${input.request.stream}`
    case 'malformed':
      return `record ${input.record.topic} ${input.record.partition} ${input.record.offset}`
    default:
      return `stream ${input.stream}`
  }
}

export function groupsOf(items: readonly Item[]): Item[][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const name = groupOf(item.input)
    const group = groups.get(name)
    if (group) group.push(item)
    else groups.set(name, [item])
  }
  return [...groups.values()]
}
