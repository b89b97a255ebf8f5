/** Something that will happen later, unless it is cancelled. */
export interface Timer {
  cancel(): void
}

/** Time as the runtime sees it: the machine's, or that of a simulation. */
export interface Clock {
  /** Milliseconds since 1970; may be set, and jump. */
  now(): number
  /** Milliseconds since some moment; only ever grows, and only differences mean something. */
  monotonic(): number
  /** Calls `run` once, after so long. */
  after(ms: number, run: () => void): Timer
  /** Calls `run` again and again, with so long in between. */
  every(ms: number, run: () => void): Timer
  /** Calls `run` after everything that is ready now has had its turn. */
  next(run: () => void): void
}

export const sleep = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve))

/** Lets everything that is ready go first. */
export const turn = (clock: Clock): Promise<void> => new Promise((resolve) => clock.next(resolve))
