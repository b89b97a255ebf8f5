/** Concurrent calls; more would only queue inside the registry. */
const CALLS_AT_ONCE = 8

/** Runs `work` for every item. After a failure it starts no more, waits for running work and rejects. */
export async function forAll<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values()
  const failures: unknown[] = []
  const worker = async () => {
    for (const item of waiting) {
      if (failures.length > 0) return
      await work(item).catch((failure: unknown) => failures.push(failure))
    }
  }
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, worker))
  if (failures.length > 0) throw failures[0]
}
