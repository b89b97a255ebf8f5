import { createHash } from 'node:crypto'
import { availableParallelism, loadavg } from 'node:os'

const PIECE = Buffer.alloc(4 * 1024 * 1024)
/** What hashing a piece takes on a fast machine. */
const FAST_MS = 4
/** Runnable threads for each core at which everything still takes about as long as alone. */
const LIGHT_LOAD = 1.5
const MOST = 4

/** How many times longer than on a fast machine with little to do work takes on this one, at this moment: 1 to 4. */
export function slowness(): number {
  const startedMs = performance.now()
  createHash('sha256').update(PIECE).digest()
  const slow = (performance.now() - startedMs) / FAST_MS
  // A short piece of work says little of a busy machine: it may have been let through.
  const busy = (loadavg()[0] ?? 0) / availableParallelism() / LIGHT_LOAD
  return Math.min(MOST, Math.max(1, slow, busy))
}
