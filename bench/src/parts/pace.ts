const MS_PER_SECOND = 1_000

/** Repeats the work, so many at a time, for so long; returns how often a second it was done. */
export async function perSecond(seconds: number, atATime: number, work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now()
  const endMs = startedMs + seconds * MS_PER_SECOND
  let done = 0
  const worker = async (): Promise<void> => {
    while (performance.now() < endMs) {
      await work()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: atATime }, worker))
  return (done * MS_PER_SECOND) / (performance.now() - startedMs)
}
