import { askEach, askNumber } from '../../product/database.ts'
import type { Product } from '../../product/product.ts'

const BYTES_PER_GIB = 1024 ** 3
const MILLION = 1_000_000

/** What all services have stored. */
export const storedEvents = ({ manifest }: Product): Promise<number> =>
  askEach(manifest, 'select count(*) as number from events')

export const gateRows = ({ manifest }: Product): Promise<number> =>
  askEach(manifest, 'select count(*) as number from gates')

/** The database size for a million sagas, extrapolated from the stored ones. */
export async function databasesGib({ manifest }: Product): Promise<number> {
  const bytes = await askEach(manifest, 'select pg_database_size(current_database()) as number')
  const requested = "select count(*) as number from events where type = 'OrderRequested'"
  return (bytes / (await askNumber(manifest, 'order', requested)) / BYTES_PER_GIB) * MILLION
}
