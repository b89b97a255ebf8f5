import { useSyncExternalStore } from 'react'

const TICK_MS = 1000
const watchers = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

/** The time, once a second, for the whole page from one timer. */
export const useNow = (): number => useSyncExternalStore(watch, () => now)

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  if (watchers.size === 1) {
    now = Date.now()
    timer = setInterval(tick, TICK_MS)
  }
  return () => {
    watchers.delete(watcher)
    if (watchers.size === 0) clearInterval(timer)
  }
}

function tick(): void {
  now = Date.now()
  for (const watcher of watchers) watcher()
}
