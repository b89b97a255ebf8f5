import { v7 } from 'uuid'
import { createMemoryLog } from '../../src/memory/index.ts'
import type { Service } from '../../src/model/index.ts'
import { pairKey, UnitOfWork } from '../../src/model/unit-of-work.ts'
import type { AnyView, Row } from '../../src/model/view.ts'
import {
  Health,
  type RunningRuntime,
  SILENT_LOGGER,
  SILENT_METER,
  SYSTEM,
  startRuntime,
} from '../../src/runtime/index.ts'
import type { RebuildState } from '../../src/runtime/rebuild/port.ts'
import type { Store } from '../../src/runtime/store.ts'
import { record } from '../inputs.ts'
import { jsonCodec, library } from '../library.ts'

export interface Tally {
  readonly book: string
  readonly times: number
  readonly prices: readonly number[]
}

/** Says of each row how often, and in which order, its events were folded. */
export const tallies = {
  name: 'tallies',
  source: 'replicated',
  key: 'book',
  on: {
    BookPriced: {
      key: ({ book }: { book: string }) => book,
      row: (row: Tally | null, { book, price }: { book: string; price: number }): Tally => ({
        book,
        times: (row?.times ?? 0) + 1,
        prices: [...(row?.prices ?? []), price],
      }),
    },
    BookSold: { key: ({ book }: { book: string }) => book, row: () => null },
  },
} satisfies AnyView

export const titleOf = (book: string): string => book.split(' ')[0] ?? ''
export const lendings = {
  name: 'lendings',
  source: 'own',
  key: 'book',
  on: {
    BookLent: {
      key: ({ book }: { book: string }) => titleOf(book),
      row: (_: null, { book }: { book: string }) => ({ book: titleOf(book), last: book }),
    },
  },
} satisfies AnyView

export const shop: Service = { ...library, views: [tallies, lendings] }

const TOPIC = 'test.warehouse.v1'

/** A warehouse that sends events of several streams, each about one book, with copies and out of order. */
export class Warehouse {
  readonly log = createMemoryLog({ topics: [TOPIC, 'test.library.v1'], partitions: 3 })
  readonly #streams = Array.from({ length: 8 }, () => v7())
  readonly #versions = new Map<string, number>()
  readonly #expected = new Map<string, Tally>()
  readonly #chance: () => number

  constructor(chance: () => number) {
    this.#chance = chance
  }

  /** The rows as the events make them. */
  get expected(): readonly Tally[] {
    return [...this.#expected.values()].sort((one, other) => (one.book < other.book ? -1 : 1))
  }

  async send(events: number): Promise<void> {
    const records = Array.from({ length: events }, () => this.#next())
    const copies = records.filter(() => this.#chance() < 0.2)
    const mixed = [...records, ...copies]
      .map((one, index) => ({ one, at: index + this.#chance() * 10 }))
      .sort((one, other) => one.at - other.at)
    await this.log.send(
      TOPIC,
      mixed.map(({ one: { headers, value } }) => ({ key: headers.ce_subject ?? '', headers, value })),
    )
  }

  /** One event of a stream of its own. */
  async sendOf(stream: string, version: number): Promise<void> {
    const { headers, value } = record(stream, version, 'BookPriced', { book: `about ${stream}`, price: version })
    await this.log.send(TOPIC, [{ key: stream, headers, value }])
  }

  #next() {
    const stream = this.#streams[Math.floor(this.#chance() * this.#streams.length)] ?? ''
    const version = (this.#versions.get(stream) ?? 0) + 1
    this.#versions.set(stream, version)
    const book = `about ${stream}`
    if (this.#chance() < 0.2) return record(stream, version, 'ShelfPainted', {})
    if (this.#chance() < 0.1) {
      this.#expected.delete(book)
      return record(stream, version, 'BookSold', { book })
    }
    const before = this.#expected.get(book) ?? { times: 0, prices: [] }
    this.#expected.set(book, { book, times: before.times + 1, prices: [...before.prices, version] })
    return record(stream, version, 'BookPriced', { book, price: version })
  }
}

export const startShop = (store: Store, { log }: Pick<Warehouse, 'log'>, service = shop): Promise<RunningRuntime> =>
  startRuntime({
    service,
    store,
    log,
    codec: jsonCodec,
    ports: {},
    logger: SILENT_LOGGER,
    meter: SILENT_METER,
    health: new Health(SILENT_LOGGER),
    ...SYSTEM,
  })

export const rowsOf = async (store: Store, view: AnyView): Promise<readonly Row[]> =>
  (await store.rows(view.name, { limit: 10_000 })).toSorted((one, other) =>
    String(one.book) < String(other.book) ? -1 : 1,
  )

/** Writes a row that no event has made. */
export const damage = (store: Store, view: AnyView, key: string, row: Row | null): Promise<void> =>
  store.transaction(async (transaction) => {
    const unit = new UnitOfWork()
    unit.rows.set(pairKey(view.name, key), row)
    await transaction.write({ unit, events: [], acknowledged: [] })
  })

export async function rebuildOf({ views }: RunningRuntime, view: AnyView): Promise<RebuildState | undefined> {
  return (await views.all()).find((one) => one.view === view.name)?.rebuild
}
