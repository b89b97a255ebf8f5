import { randomFillSync, randomUUIDv7 } from 'node:crypto'
import type { Clock } from './clock.ts'
import type { Random } from './random.ts'

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, run) => {
    const timeout = setTimeout(run, ms)
    return { cancel: () => clearTimeout(timeout) }
  },
  every: (ms, run) => {
    const interval = setInterval(run, ms)
    return { cancel: () => clearInterval(interval) }
  },
  next: (run) => void setImmediate(run),
}

const POOL_BYTES = 4_096
const pool = Buffer.allocUnsafeSlow(POOL_BYTES)
let used = POOL_BYTES

const random: Random = {
  fraction: Math.random,
  newId: () => randomUUIDv7(),
  // Draws random bytes in large portions, as the cost of a draw hardly depends on its size.
  newHex: (bytes) => {
    if (used + bytes > POOL_BYTES) {
      randomFillSync(pool)
      used = 0
    }
    used += bytes
    return pool.toString('hex', used - bytes, used)
  },
}

/** The machine's clock and randomness. */
export const SYSTEM = { clock, random } as const
