import type { Fault, Faults } from '../faults.ts'

const CRASH = 0.0025

/**
 * The life of a process, from its start to its death. The process can die before or after any request that it makes. A
 * request of a dead process is not carried out, and the response to an earlier request does not reach it.
 */
export class Life {
  isOver = false
  readonly ended: Promise<void>
  readonly #faults: Faults
  readonly #die: (when: string) => void
  #end: () => void = () => {}

  /** @param die is called with the moment in words, such as `before its commit` */
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

  /** Does work before or after which the process may die. @param what names the work in the trace */
  async does<T>(what: string, work: () => Promise<T>): Promise<T> {
    return this.heard(async () => {
      this.mayDie(`before ${what}`)
      if (this.isOver) return never()
      const result = await work()
      this.mayDie(`after ${what}`)
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

  mayDie(when: string, fault: Fault = 'crash'): void {
    if (!this.isOver && this.#faults.injects(fault, CRASH)) this.#die(when)
  }
}

const never = <T>(): Promise<T> => new Promise(() => {})
