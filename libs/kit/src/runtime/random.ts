import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 4_096
const pool = Buffer.allocUnsafeSlow(POOL_BYTES)
let used = POOL_BYTES

/** Lowercase hex of so many random bytes, which are drawn in large portions: a draw costs the same whatever its size. */
export function randomHex(bytes: number): string {
  if (used + bytes > POOL_BYTES) {
    randomFillSync(pool)
    used = 0
  }
  used += bytes
  return pool.toString('hex', used - bytes, used)
}
