/** A key press reaches us up to three times: from the terminal, from npm and from the launcher. */
const SAME_PRESS_MS = 400
export const INTERRUPTED_STATUS = 130

export interface Interrupts {
  /** Aborted at the first Ctrl-C, or when the terminal goes away. */
  readonly signal: AbortSignal
  /** Resolves at that moment. */
  readonly interrupted: Promise<void>
}

/** Listens for Ctrl-C and its like. The second one ends this process at once, and with it all that it has started. */
export function listenForInterrupts(): Interrupts {
  const abort = new AbortController()
  let firstMs: number | undefined
  const onInterrupt = (): void => {
    const nowMs = performance.now()
    if (firstMs === undefined) {
      firstMs = nowMs
      return abort.abort()
    }
    if (nowMs - firstMs < SAME_PRESS_MS) return
    process.exit(INTERRUPTED_STATUS)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onInterrupt)
  const onBrokenPipe = (): void => {
    if (!abort.signal.aborted) onInterrupt()
  }
  process.stdout.on('error', onBrokenPipe)
  process.stderr.on('error', onBrokenPipe)
  const interrupted = new Promise<void>((resolve) => abort.signal.addEventListener('abort', () => resolve()))
  return { signal: abort.signal, interrupted }
}
