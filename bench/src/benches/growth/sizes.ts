import { SERVICES } from '@bistro/stack'
import { sum } from '../../harness/statistics.ts'
import { askNumber } from '../../product/database.ts'
import type { Product } from '../../product/product.ts'

const BYTES_PER_GIB = 1024 ** 3
const MILLION = 1_000_000

const askEach = async ({ manifest }: Product, query: string): Promise<number> =>
  sum(await Promise.all(SERVICES.map((service) => askNumber(manifest, service, query))))

/** What all services have stored. */
export const storedEvents = (product: Product): Promise<number> =>
  askEach(product, 'select count(*) as number from events')

export const gateRows = (product: Product): Promise<number> => askEach(product, 'select count(*) as number from gates')

/** What a million sagas take of the databases' disks, as far as those there tell. */
export async function databasesGib(product: Product): Promise<number> {
  const bytes = await askEach(product, 'select pg_database_size(current_database()) as number')
  const requested = "select count(*) as number from events where type = 'OrderRequested'"
  return (bytes / (await askNumber(product.manifest, 'order', requested)) / BYTES_PER_GIB) * MILLION
}
