import type { LiveData, LiveName } from '@bistro/gateway/contract'

const NAMES: readonly LiveName[] = ['saga', 'event', 'health', 'invariants', 'faults', 'reset']
const RETRY_MS = 2000

export type LiveStatus = 'connecting' | 'live' | 'away'
export type LiveListener = <N extends LiveName>(name: N, data: LiveData[N]) => void

/**
 * The page's one connection to `/api/live`. The browser reconnects by itself and sends `Last-Event-ID`; where it gives
 * up (the gateway answered with an error), this asks again, and says `reset`, since messages were missed.
 */
class LiveStream {
  readonly #listeners = new Set<LiveListener>()
  readonly #watchers = new Set<() => void>()
  #source: EventSource | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #saga: string | undefined
  #wasClosed = false
  status: LiveStatus = 'connecting'

  /** Asks for every event of this saga; without one, for samples of all. */
  open(saga: string | undefined): void {
    if (this.#source && saga === this.#saga) return
    this.close()
    this.#saga = saga
    this.#connect()
  }

  close(): void {
    clearTimeout(this.#retry)
    this.#source?.close()
    this.#source = undefined
  }

  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  watchStatus = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  #connect(): void {
    const source = new EventSource(this.#saga ? `/api/live?saga=${encodeURIComponent(this.#saga)}` : '/api/live')
    this.#source = source
    source.onopen = () => {
      this.#become('live')
      if (this.#wasClosed) this.#tell('reset', { why: 'The connection was lost.' })
      this.#wasClosed = false
    }
    source.onerror = () => {
      this.#become('away')
      if (source.readyState !== EventSource.CLOSED) return
      this.#wasClosed = true
      this.#retry = setTimeout(() => this.#connect(), RETRY_MS)
    }
    for (const name of NAMES)
      source.addEventListener(name, (message) => this.#tell(name, JSON.parse((message as MessageEvent<string>).data)))
  }

  #tell<N extends LiveName>(name: N, data: LiveData[N]): void {
    for (const listener of this.#listeners) listener(name, data)
  }

  #become(status: LiveStatus): void {
    if (status === this.status) return
    this.status = status
    for (const watcher of this.#watchers) watcher()
  }
}

export const live = new LiveStream()
