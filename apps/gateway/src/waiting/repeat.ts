import type { Gateway } from '../gateway.ts'

/** Does something again and again, one at a time; while it fails, `health` says so. @returns how to end it */
export function repeat(
  { health, clock }: Pick<Gateway, 'health' | 'clock'>,
  what: string,
  everyMs: number,
  work: () => Promise<unknown>,
): () => Promise<void> {
  let running: Promise<void> | undefined
  const timer = clock.every(everyMs, () => {
    running ??= work()
      .then(
        () => health.recovered(what),
        (error: Error) => health.failed(what, error.message, 'others'),
      )
      .finally(() => {
        running = undefined
      })
  })
  return async () => {
    timer.cancel()
    await running
  }
}
