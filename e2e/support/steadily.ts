const TICK_MS = 5
/** A machine that takes fewer gets fewer. */
const AT_ONCE = 64

/** Begins visits at a steady pace until it is closed, which waits for those under way. A visit must not reject. */
export function steadily(perSecond: number, visit: () => Promise<void>): { close(): Promise<void> } {
  const underWay = new Set<Promise<void>>()
  const startedMs = performance.now()
  let due = 0
  const tick = setInterval(() => {
    for (; due < ((performance.now() - startedMs) * perSecond) / 1_000; due += 1) {
      if (underWay.size >= AT_ONCE) continue
      const visiting = visit().finally(() => underWay.delete(visiting))
      underWay.add(visiting)
    }
  }, TICK_MS)
  return {
    close: async () => {
      clearInterval(tick)
      await Promise.all(underWay)
    },
  }
}
