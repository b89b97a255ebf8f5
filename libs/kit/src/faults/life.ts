import type { Crash, Decisions } from './names.ts'

const CRASH = 0.0025

/** How the process dies before a request, and how after it. */
export interface Moments {
  readonly before: Crash
  readonly after: Crash
}

const ANY: Moments = { before: 'crash', after: 'crash' }
export const COMMIT: Moments = { before: 'crash-before-commit', after: 'crash-after-commit' }
export const SEND: Moments = { before: 'crash', after: 'crash-after-send' }
export const CALL: Moments = { before: 'crash', after: 'crash-after-answer' }

/**
 * The life of a process, from its start to its death. The process can die before or after any request that it makes. A
 * request of a dead process is not carried out, and the response to an earlier request does not reach it.
 */
export class Life {
  isOver = false
  readonly ended: Promise<void>
  readonly #decisions: Decisions
  readonly #die: (when: string, crash: Crash) => void
  #end: () => void = () => {}

  /** @param die is called with the moment in words, such as `before its commit` */
  constructor(decisions: Decisions, die: (when: string, crash: Crash) => void) {
    this.#decisions = decisions
    this.#die = die
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
  }

  end(): void {
    this.isOver = true
    this.#end()
  }

  /** Does work before or after which the process may die. @param what names the work */
  async does<T>(what: string, work: () => Promise<T>, { before, after } = ANY): Promise<T> {
    return this.heard(async () => {
      this.mayDie(`before ${what}`, before)
      if (this.isOver) return never()
      const result = await work()
      this.mayDie(`after ${what}`, after)
      return result
    })
  }

  /** Does work that cannot kill the process. Only a living process gets the result. */
  async heard<T>(work: () => Promise<T>): Promise<T> {
    if (this.isOver) return never()
    try {
      const result = await work()
      return this.isOver ? never() : result
    } catch (error) {
      if (this.isOver) return never()
      throw error
    }
  }

  mayDie(when: string, crash: Crash = 'crash'): void {
    if (!this.isOver && this.#decisions.injects(crash, CRASH)) this.#die(when, crash)
  }
}

export const never = <T>(): Promise<T> => new Promise(() => {})
