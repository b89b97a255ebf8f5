import { BEGINNING_MS } from './agenda.ts'

export interface TraceLine {
  /** Since the beginning. */
  readonly ms: number
  /** The actor: a service, `guest`, `psp`, `carrier`, `mail` or `log`. */
  readonly who: string
  readonly what: string
  readonly saga: string | undefined
  /** Whether the line is an injected fault, not a consequence of one. */
  readonly fault: boolean
}

/** Further attributes of a line. */
export interface Remark {
  readonly saga?: string | undefined
  readonly fault?: boolean
}

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193
const SECOND_OFFSET = 0x9747b28c

/** What happened, in order: always as a hash, and also as lines if the trace is to be read. */
export class Trace {
  readonly lines: TraceLine[] = []
  readonly #keep: boolean
  #high = FNV_OFFSET
  #low = SECOND_OFFSET

  constructor(keep: boolean) {
    this.#keep = keep
  }

  note(nowMs: number, who: string, what: string, more: Remark = {}): void {
    this.#mix(nowMs)
    for (const text of [who, what, more.saga ?? ''])
      for (let index = 0; index < text.length; index += 1) this.#mix(text.charCodeAt(index))
    if (this.#keep)
      this.lines.push({ ms: nowMs - BEGINNING_MS, who, what, saga: more.saga, fault: more.fault ?? false })
  }

  /** Equal for equal runs, 16 hex digits. */
  get hash(): string {
    return [this.#high, this.#low].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('')
  }

  #mix(value: number): void {
    this.#high = Math.imul(this.#high ^ value, FNV_PRIME)
    this.#low = Math.imul((this.#low + value) ^ (this.#low >>> 15), FNV_PRIME)
  }
}
