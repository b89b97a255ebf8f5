/** The cache line of most processors: the unit of a fetch from memory. */
const LINE_BYTES = 64
const BYTES_PER_KIB = 1_024
const NEAR_KIB = 256
const FAR_KIB = 64 * BYTES_PER_KIB
const STEPS = 2_000_000
const NS_PER_MS = 1e6

/** Nanoseconds of one memory access whose address comes from the access before it. */
export interface MemorySpeed {
  /** Within 256 KiB, which fit into a core's own cache. */
  readonly nearNs: number
  /** Within 64 MiB, which exceed the caches or lie in a shared one. */
  readonly farNs: number
}

/**
 * What a dozen processes that take turns on a few cores depend on most: each finds the caches filled with data of another.
 * Two machines with the same processor may differ by a factor here.
 */
export const memorySpeed = (): MemorySpeed => ({ nearNs: chase(NEAR_KIB), farNs: chase(FAR_KIB) })

function chase(kib: number): number {
  const next = ring((kib * BYTES_PER_KIB) / LINE_BYTES)
  let place = walk(next, 0)
  const startedMs = performance.now()
  place = walk(next, place)
  const tookNs = (performance.now() - startedMs) * NS_PER_MS
  // Using the result keeps the compiler from removing the loop.
  if (place < 0) throw new Error('a place is never negative')
  return tookNs / STEPS
}

/** A cycle through all lines, in an order that no processor can predict. */
function ring(lines: number): Uint32Array {
  const words = LINE_BYTES / Uint32Array.BYTES_PER_ELEMENT
  const order = Uint32Array.from({ length: lines }, (_, index) => index)
  for (let last = lines - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * last)
    const line = order[last] as number
    order[last] = order[other] as number
    order[other] = line
  }
  const next = new Uint32Array(lines * words)
  for (let index = 0; index < lines; index++) {
    const following = order[(index + 1) % lines] as number
    next[(order[index] as number) * words] = following * words
  }
  return next
}

function walk(next: Uint32Array, from: number): number {
  let place = from
  for (let step = 0; step < STEPS; step++) place = next[place] as number
  return place
}
