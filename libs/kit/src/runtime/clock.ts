/** A scheduled call that can be cancelled. */
export interface Timer {
  cancel(): void
}

/** Time for the runtime: the machine's, or a simulation's. */
export interface Clock {
  /** Milliseconds since 1970; may jump when the clock is set. */
  now(): number
  /** Milliseconds since an arbitrary moment; never decreases. */
  monotonic(): number
  /** Calls `run` once, after `ms`. */
  after(ms: number, run: () => void): Timer
  /** Calls `run` every `ms`. */
  every(ms: number, run: () => void): Timer
  /** Calls `run` after everything that is ready now. */
  next(run: () => void): void
}

export const sleep = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve))

/** Resolves after everything that is ready now. */
export const turn = (clock: Clock): Promise<void> => new Promise((resolve) => clock.next(resolve))
