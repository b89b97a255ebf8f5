/** Runs `count` tasks, at most `atOnce` at a time, until all are done or the signal says stop. */
export async function runBounded(
  count: number,
  atOnce: number,
  task: (index: number) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let next = 0
  const work = async () => {
    while (next < count && !signal.aborted) await task(next++)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work))
}
