/** Runs at once, and then at most once in `pauseMs`; the last call is never lost. */
export function throttled(pauseMs: number, run: () => void): () => void {
  let isPausing = false
  let isAsked = false
  const go = () => {
    isPausing = true
    isAsked = false
    run()
    setTimeout(() => {
      isPausing = false
      if (isAsked) go()
    }, pauseMs)
  }
  return () => {
    if (isPausing) isAsked = true
    else go()
  }
}
