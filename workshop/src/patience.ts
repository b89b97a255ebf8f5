import { createHash } from 'node:crypto'

const PIECE = Buffer.alloc(4 * 1024 * 1024)
/** What hashing a piece takes on a fast machine with nothing else to do. */
const FAST_MS = 4
const MOST = 6

/** How many times longer than on a fast machine work takes on this one, at this moment: 1 to 6. */
export function slowness(): number {
  const startedMs = performance.now()
  createHash('sha256').update(PIECE).digest()
  return Math.min(MOST, Math.max(1, (performance.now() - startedMs) / FAST_MS))
}
