import type { Product } from '../../product/product.ts'
import { asOwners } from './owner.ts'

/** The ids of copies are below this; real ids are above it, as they begin with the time. */
const FIRST_REAL_ID = '00020000-0000-0000-0000-000000000000'
const ID = "('0001' || substr(md5(stream::text || copy), 5))::uuid"

/** Copies each row that sagas have left, so many times, with new ids. */
const COPIES = [
  `insert into events (stream, version, id, aggregate, type, time, correlation_id, causation_id, traceparent, published, bytes)
   select ${ID}, version, gen_random_uuid(), aggregate, type, time, correlation_id, causation_id, traceparent, published, bytes
   from events, generate_series(1, $1::int) copy`,
  `insert into streams (stream, aggregate, version, state, link)
   select ${ID}, aggregate, version, state, link from streams, generate_series(1, $1::int) copy`,
  `insert into entries (stream, key, state) select ${ID}, key, state from entries, generate_series(1, $1::int) copy`,
  `insert into gates (stream, source, version, event_id, waiting)
   select ${ID}, source, version, event_id, waiting from gates, generate_series(1, $1::int) copy`,
]
const TABLES = ['events', 'streams', 'entries', 'gates']

/** Fills the databases with copies of what ended sagas have left until so many events are stored; no saga may be under way. */
export const addBallast = (product: Product, storedEvents: number, events: number): Promise<void> =>
  asOwners(product, async (client) => {
    const copies = Math.ceil(events / storedEvents) - 1
    for (const statement of COPIES) await client.query(statement, [copies])
    await client.query('vacuum analyze')
  })

/** Deletes the copies again: no service has ever published them. */
export const removeBallast = (product: Product): Promise<void> =>
  asOwners(product, async (client) => {
    for (const table of TABLES) await client.query(`delete from ${table} where stream < '${FIRST_REAL_ID}'`)
  })
