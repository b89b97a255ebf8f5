import type { Input } from '../model/input.ts'
import { placeOf, textOf } from './failure.ts'
import type { Wait } from './held.ts'
import type { Item } from './item.ts'
import type { Logger } from './logger.ts'
import type { Parts } from './parts.ts'
import { sagaOf } from './saga-of.ts'

/** Inputs that failed alone and are logged, within `TELL_EVERY_MS`. */
const MAX_TOLD_BLAMES = 10
/** Minimum interval of log lines about inputs that wait aside. */
const TELL_EVERY_MS = 5_000

/** Logs inputs that cannot be stored now, or never; in a flood only the first few. */
export class Telling {
  readonly #logger: Logger
  readonly #parts: Pick<Parts, 'store' | 'clock'>
  #blames = 0
  #blamesSince = Number.NEGATIVE_INFINITY
  #toldAt = Number.NEGATIVE_INFINITY

  constructor({ logger, store, clock }: Pick<Parts, 'logger' | 'store' | 'clock'>) {
    this.#logger = logger
    this.#parts = { store, clock }
  }

  aside(items: readonly Item[], wait: Wait, error: unknown): void {
    const [first] = items
    const now = this.#parts.clock.monotonic()
    if (!first || now - this.#toldAt < TELL_EVERY_MS) return
    this.#toldAt = now
    const fields = { waitsFor: wait.for, reason: textOf(error), inputs: items.length }
    this.#say('warn', first.input, fields, 'inputs are held until they can be stored')
  }

  /** Logs the first few, then the number of the others. */
  blamed(input: Input, error: unknown): void {
    const now = this.#parts.clock.monotonic()
    if (now - this.#blamesSince >= TELL_EVERY_MS) {
      const more = this.#blames - MAX_TOLD_BLAMES
      if (more > 0) this.#logger.error({ inputs: more }, 'more inputs failed when processed alone')
      this.#blamesSince = now
      this.#blames = 0
    }
    this.#blames += 1
    if (this.#blames > MAX_TOLD_BLAMES) return
    this.#say('error', input, { reason: textOf(error) }, 'an input failed when processed alone')
  }

  /** A record's headers name its saga; other inputs get it from their stream. */
  #say(level: 'warn' | 'error', input: Input, fields: object, text: string): void {
    const place = placeOf(input)
    if (input.kind === 'message' || input.kind === 'malformed') this.#logger[level]({ ...place, ...fields }, text)
    else
      void sagaOf(this.#parts, streamOf(input)).then((saga) => this.#logger[level]({ ...place, saga, ...fields }, text))
  }
}

const streamOf = (input: Exclude<Input, { kind: 'message' | 'malformed' }>): string =>
  input.kind === 'request' ? input.request.stream : input.stream
