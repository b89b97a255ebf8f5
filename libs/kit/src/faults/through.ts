import type { Store } from '../runtime/store.ts'

type Request<A extends unknown[], T> = (...args: A) => Promise<T>

/** What happens around each request of a store. */
export interface Hands {
  asked<A extends unknown[], T>(ask: Request<A, T>): Request<A, T>
  /** @param what the request writes, in words */
  done<A extends unknown[], T>(what: string, ask: Request<A, T>): Request<A, T>
}

/** The same store, whose requests go through these hands; transactions and the claim of due work are the caller's. */
export const through = (store: Store, { asked, done }: Hands): Store => ({
  ...store,
  commitOutcome: asked(store.commitOutcome),
  postpone: done('extending its leases', store.postpone),
  fail: done('storing that a call failed', store.fail),
  hasten: done('bringing calls forward', store.hasten),
  acknowledge: done('marking events as published', store.acknowledge),
  snapshot: asked(store.snapshot),
  snapshots: asked(store.snapshots),
  row: asked(store.row),
  gateVersion: asked(store.gateVersion),
  backlog: asked(store.backlog),
  count: asked(store.count),
  sagaOfStream: asked(store.sagaOfStream),
  unpublished: asked(store.unpublished),
  resumable: asked(store.resumable),
  holes: asked(store.holes),
  check: asked(store.check),
  progress: {
    load: asked(store.progress.load),
    save: done('storing its offsets', store.progress.save),
  },
})
