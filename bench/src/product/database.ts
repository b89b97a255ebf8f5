import { type Manifest, type ServiceName, servicesWithout } from '@bistro/client'
import { secretsOf } from '@bistro/stack'
import { sum } from '../harness/statistics.ts'
import type { Product } from './product.ts'
import { runSql } from './sql.ts'

/** Asks the database of a service for one number, as the service itself may. The column is called `number`. */
export async function askNumber({ services }: Manifest, service: ServiceName, query: string): Promise<number> {
  const rows = await runSql<{ number: number | string }>(services[service].postgres, query)
  return Number(rows[0]?.number)
}

/** Asks the databases of all services for the same number, and adds the answers up. */
export const askEach = async (manifest: Manifest, query: string): Promise<number> =>
  sum(await Promise.all(servicesWithout(manifest.without).map((service) => askNumber(manifest, service, query))))

export type DatabaseUrls = Readonly<Record<ServiceName, string>>

/** Of a database of each server, as the superuser. */
export function databaseUrls(product: Product, database: string): DatabaseUrls {
  const { postgresSuperuser } = secretsOf(product.dataDir)
  const urls = servicesWithout(product.manifest.without).map((service) => {
    const { host, port } = product.manifest.services[service].postgres
    return [service, `postgres://postgres:${postgresSuperuser}@${host}:${port}/${database}`]
  })
  return Object.fromEntries(urls) as DatabaseUrls
}
