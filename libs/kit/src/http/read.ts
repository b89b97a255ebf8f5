import type { Keeps } from '../model/aggregate.ts'
import type { ViewOf } from '../model/view.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { Page } from '../runtime/store.ts'

/** The part of a runtime that reads need. */
export type Reading = Pick<Runtime, 'reader'>

/** The current state of a stream. */
export interface Stream<S> {
  readonly state: S
  /** Number of its events. */
  readonly version: number
}

/** @returns undefined if the stream has no events or belongs to another aggregate */
export async function readStream<S>({ reader }: Reading, of: Keeps<S>, id: string): Promise<Stream<S> | undefined> {
  const snapshot = await reader.snapshot(id)
  return snapshot?.aggregate === of.name ? { state: snapshot.state as S, version: snapshot.version } : undefined
}

/** The states of several streams, by id; the initial state for a stream without events. */
export async function readStates<S>(
  { reader }: Reading,
  of: Keeps<S>,
  ids: readonly string[],
): Promise<Map<string, S>> {
  const snapshots = await reader.snapshots(ids)
  return new Map(ids.map((id) => [id, (snapshots.get(id)?.state ?? of.initialState) as S]))
}

export const readRow = async <R extends object>(
  { reader }: Reading,
  view: ViewOf<R>,
  key: string,
): Promise<R | undefined> => (await reader.row(view.name, key)) as R | undefined

/** Newest keys first. */
export const readRows = async <R extends object>(
  { reader }: Reading,
  view: ViewOf<R>,
  page: Page,
): Promise<readonly R[]> => (await reader.rows(view.name, page)) as readonly object[] as readonly R[]
