import { type ServiceName, servicesWithout } from '@bistro/client'
import { secretsOf } from '@bistro/stack'
import type { Client } from 'pg'
import type { Product } from '../../product/product.ts'
import { withClient } from '../../product/sql.ts'

/** Works on all databases in parallel as the owners of their tables, as the services may not delete events. */
export async function asOwners(
  product: Product,
  work: (client: Client, service: ServiceName) => Promise<void>,
): Promise<void> {
  const { postgres: passwords } = secretsOf(product.dataDir)
  await Promise.all(
    servicesWithout(product.manifest.without).map((service) => {
      const login = { user: `${service}_owner`, password: passwords[service].owner }
      const server = { ...product.manifest.services[service].postgres, ...login }
      return withClient(server, (client) => work(client, service))
    }),
  )
}
