import { createContext, useSyncExternalStore } from 'react'
import { live } from '../../../live/stream.ts'
import { Tally } from './tally.ts'

/** Numbers that change more often than that cannot be read. */
const SHOWN_EVERY_MS = 500

export interface Counted {
  readonly total: number
  readonly perSecond: number
}

/** Counts the events since the wall was opened, and tells its watchers twice a second. */
export class TallyStore {
  readonly #tally = new Tally()
  readonly #watchers = new Set<() => void>()
  #shown = new Map<string, Counted>()
  #stop: (() => void) | undefined

  watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher)
    this.#stop ??= this.#start()
    return () => {
      this.#watchers.delete(watcher)
      if (this.#watchers.size > 0) return
      this.#stop?.()
      this.#stop = undefined
    }
  }

  of = (service: string): Counted | undefined => this.#shown.get(service)

  #start(): () => void {
    const unlisten = live.listen((name, data) => {
      if (name === 'event' && 'counts' in data) this.#tally.add(data.counts, performance.now())
    })
    const timer = setInterval(() => this.#show(), SHOWN_EVERY_MS)
    return () => {
      unlisten()
      clearInterval(timer)
    }
  }

  #show(): void {
    const now = performance.now()
    let isNew = false
    for (const service of this.#tally.services) {
      const next = { total: this.#tally.total(service), perSecond: this.#tally.perSecond(service, now) }
      const old = this.#shown.get(service)
      if (old?.total === next.total && old.perSecond === next.perSecond) continue
      this.#shown.set(service, next)
      isNew = true
    }
    if (isNew) for (const watcher of this.#watchers) watcher()
  }
}

/** One for each wall: it counts from the moment that the wall is opened. */
export const Tallies = createContext(new TallyStore())

export const useCounted = (store: TallyStore, service: string): Counted | undefined =>
  useSyncExternalStore(store.watch, () => store.of(service))
