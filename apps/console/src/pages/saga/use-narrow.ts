import { useSyncExternalStore } from 'react'

const query = window.matchMedia('(max-width: 44rem)')

function watch(listener: () => void): () => void {
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Where lanes have no room. */
export const useNarrow = (): boolean => useSyncExternalStore(watch, () => query.matches)
