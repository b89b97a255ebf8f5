import { useSyncExternalStore } from 'react'

const STILL = '(prefers-reduced-motion: reduce)'

/** Whether the person's system lets things move. */
export const useMotion = (): boolean => useSyncExternalStore(watch, () => !matchMedia(STILL).matches)

function watch(watcher: () => void): () => void {
  const query = matchMedia(STILL)
  query.addEventListener('change', watcher)
  return () => query.removeEventListener('change', watcher)
}
