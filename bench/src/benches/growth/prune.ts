import type { ServiceName } from '@bistro/client'
import type pg from 'pg'
import type { Product } from '../../product/product.ts'
import { asOwners } from './owner.ts'

/** Streams that go on after a saga: accounts, and the seats of an evening. All others are sagas that have ended. */
const GOES_ON = "aggregate in ('account', 'evening', 'seats')"

/** Deletes rows of ended sagas; only accounts' streams continue, so only their gate rows are needed again. */
const LEFTOVERS = [
  `delete from streams where not (${GOES_ON}) and not exists (select from events where events.stream = streams.stream)`,
  "delete from gates where source <> '/services/customer'",
  'delete from entries',
  'delete from answers',
]
const VIEWS: Partial<Record<ServiceName, string>> = { customer: 'customer_reservations', shipping: 'deliveries' }

/** Deletes all but the last events, and the rows of ended sagas, from the databases; no saga may be under way. */
export async function prune(product: Product, keptEvents: number, storedEvents: number): Promise<void> {
  const share = Math.min(1, keptEvents / storedEvents)
  await asOwners(product, (client, service) => pruneOne(client, service, share))
}

async function pruneOne(client: pg.Client, service: ServiceName, share: number): Promise<void> {
  await client.query(
    `delete from events where position <= (
       select position from events order by position desc
       offset (select ceil(count(*) * $1::float8)::int from events) limit 1)`,
    [share],
  )
  for (const statement of LEFTOVERS) await client.query(statement)
  const view = VIEWS[service]
  if (view) await client.query(`delete from ${view}`)
  await client.query('vacuum analyze')
}
