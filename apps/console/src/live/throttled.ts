/**
 * Runs at once, and then again `pauseMs` after the run has ended, if it was asked for meanwhile: no run is cut off by the
 * next, and the last request is never lost.
 */
export function throttled(pauseMs: number, run: () => Promise<unknown>): () => void {
  let isBusy = false
  let isAsked = false
  const go = async () => {
    isBusy = true
    isAsked = false
    await run().catch(() => undefined)
    setTimeout(() => {
      isBusy = false
      if (isAsked) go()
    }, pauseMs)
  }
  return () => {
    if (isBusy) isAsked = true
    else go()
  }
}
