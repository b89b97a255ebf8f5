import { setTimeout as delay } from 'node:timers/promises'
import { CouldNotCheck } from './lab.ts'
import { slowness } from './patience.ts'
import type { World } from './world.ts'

const PAUSE_MS = 100
const USUAL_SECONDS = 10

/** Asks until there is something, or until time is up. */
export const untilIn =
  (signal: AbortSignal): World['until'] =>
  async (ask, seconds = USUAL_SECONDS) => {
    const endMs = performance.now() + seconds * 1_000 * slowness()
    for (;;) {
      signal.throwIfAborted()
      const isLast = performance.now() > endMs
      try {
        const found = await ask()
        if (found !== undefined || isLast) return found
      } catch (error) {
        // A service that is about to come back answers nothing for a while.
        if (isLast || error instanceof CouldNotCheck) throw error
      }
      await delay(PAUSE_MS, undefined, { signal })
    }
  }
