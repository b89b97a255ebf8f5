import type { Page } from '../runtime/store.ts'

export interface PageRequest {
  readonly limit: number
  readonly after?: string
}

/** One page of a list. Reads one row more, so that `next` is set only if more follow. */
export async function readPage<Row, Item>(
  { limit, after }: PageRequest,
  read: (page: Page) => Promise<readonly Row[]>,
  toItem: (row: Row) => Item,
  idOf: (row: Row) => string,
): Promise<{ items: Item[]; next?: string }> {
  const rows = await read({ limit: limit + 1, ...(after !== undefined && { after }) })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(toItem), ...(last !== undefined && rows.length > limit && { next: idOf(last) }) }
}
