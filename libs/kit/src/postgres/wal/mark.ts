import type { Mark } from '../../runtime/rebuild/port.ts'
import { BEGINNING } from '../../runtime/rebuild/port.ts'
import { WAL_MARK } from '../../runtime/wal.ts'
import { MARK_OF, moved } from '../backfill.ts'
import type { Query } from '../connection.ts'

/** What was stored before the first slot is in the outbox, or published. */
const BEGIN = `insert into editions (topic, position) select $1, coalesce(max(position), 0) from events
  on conflict do nothing returning topic`
const MOVE = 'update editions set position = $2, gaps = $3 where topic = $1'

/** @returns whether there was none yet */
export const beginMark = async (query: Query): Promise<boolean> =>
  (await query('begin_wal_mark', BEGIN, [WAL_MARK])).length > 0

/**
 * Position up to which the events are published, with gaps: from here they are published out of the table if the slot is
 * lost. It is stored once a second, not with each batch, so some events may then be published twice.
 */
export class PublishedMark {
  readonly #query: Query
  #mark: Mark = BEGINNING
  #isStored = true

  constructor(query: Query) {
    this.#query = query
  }

  async load(): Promise<void> {
    const [mark] = await this.#query<Mark>('read_wal_mark', MARK_OF, [WAL_MARK])
    this.#mark = mark ?? BEGINNING
  }

  /** @param isAll whether nothing is on its way to the broker: old gaps are those of transactions that were rolled back */
  note(positions: readonly number[], isAll: boolean): void {
    if (positions.length === 0) return
    const now = Date.now()
    this.#mark = moved(this.#mark, positions, now, isAll)
    this.#isStored = false
  }

  async store(): Promise<void> {
    if (this.#isStored) return
    this.#isStored = true
    const { position, gaps } = this.#mark
    try {
      await this.#query('move_wal_mark', MOVE, [WAL_MARK, position, JSON.stringify(gaps)])
    } catch (error) {
      this.#isStored = false
      throw error
    }
  }
}
