import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SERVICES, type ServiceName } from '@bistro/stack'
import pg from 'pg'
import type { Product } from '../../product/product.ts'

/** Works on all databases side by side as the owners of their tables: the services themselves may not delete events. */
export async function asOwners(
  product: Product,
  work: (client: pg.Client, service: ServiceName) => Promise<void>,
): Promise<void> {
  const secrets = JSON.parse(readFileSync(join(product.dataDir, 'secrets.json'), 'utf8')) as Secrets
  await Promise.all(SERVICES.map((service) => asOwner(product, service, secrets, work)))
}

interface Secrets {
  readonly postgres: Record<ServiceName, { readonly owner: string }>
}

async function asOwner(
  { manifest }: Product,
  service: ServiceName,
  secrets: Secrets,
  work: (client: pg.Client, service: ServiceName) => Promise<void>,
): Promise<void> {
  const login = { user: `${service}_owner`, password: secrets.postgres[service].owner }
  const client = new pg.Client({ ...manifest.services[service].postgres, ...login })
  await client.connect()
  try {
    await work(client, service)
  } finally {
    await client.end()
  }
}
