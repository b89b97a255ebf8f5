import type { Fault, Faults } from '../faults.ts'

const CRASH = 0.0025

/**
 * A process from its start to its death. It dies between any two of the things that it asks of the world outside, and of
 * what it asks for then nothing is done any more, or nothing is heard.
 */
export class Life {
  isOver = false
  readonly ended: Promise<void>
  readonly #faults: Faults
  readonly #die: (when: string) => void
  #end: () => void = () => {}

  /** @param die is told when, in words */
  constructor(faults: Faults, die: (when: string) => void) {
    this.#faults = faults
    this.#die = die
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
  }

  end(): void {
    this.isOver = true
    this.#end()
  }

  /** @param what of which it may die, before it or after it; in words */
  async does<T>(what: string, work: () => Promise<T>): Promise<T> {
    return this.heard(async () => {
      this.mayDie(`before ${what}`)
      if (this.isOver) return never()
      const result = await work()
      this.mayDie(`after ${what}`)
      return result
    })
  }

  /** What is asked for without risk: the answer is heard by the living. */
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

  mayDie(when: string, fault: Fault = 'crash'): void {
    if (!this.isOver && this.#faults.injects(fault, CRASH)) this.#die(when)
  }
}

const never = <T>(): Promise<T> => new Promise(() => {})
