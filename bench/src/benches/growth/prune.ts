import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SERVICES, type ServiceName } from '@bistro/stack'
import pg from 'pg'
import type { Product } from '../../product/product.ts'

/** Streams that go on after a saga: accounts, and the seats of an evening. All others are sagas that have ended. */
const GOES_ON = "aggregate in ('account', 'evening', 'seats')"

/** What ended sagas have left; only the accounts' streams are continued, so only their gates are asked again. */
const LEFTOVERS = [
  `delete from streams where not (${GOES_ON}) and not exists (select from events where events.stream = streams.stream)`,
  "delete from gates where source <> '/services/customer'",
  'delete from entries',
  'delete from answers',
]
const VIEWS: Partial<Record<ServiceName, string>> = { customer: 'customer_reservations', shipping: 'deliveries' }

/** Takes all but the last of the events, and what ended sagas have left, out of the databases; no saga may be under way. */
export async function prune(product: Product, keptEvents: number, storedEvents: number): Promise<void> {
  const share = Math.min(1, keptEvents / storedEvents)
  await Promise.all(SERVICES.map((service) => asOwner(product, service, (client) => pruneOne(client, service, share))))
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

/** As the owner of the tables: a service itself may not delete events. */
async function asOwner(
  { manifest, dataDir }: Product,
  service: ServiceName,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const secrets = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as {
    readonly postgres: Record<ServiceName, { readonly owner: string }>
  }
  const login = { user: `${service}_owner`, password: secrets.postgres[service].owner }
  const client = new pg.Client({ ...manifest.services[service].postgres, ...login })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
