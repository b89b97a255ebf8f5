import { type Manifest, SERVICES, type ServiceName } from '@bistro/client'
import pg from 'pg'

/** Works on the database of a service, as the service itself may. */
export async function withDatabase<Result>(
  { services }: Manifest,
  service: ServiceName,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client(services[service].postgres)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** How many events each service that publishes has stored. Notification may still write to guests of earlier tests. */
export async function storedEvents(manifest: Manifest): Promise<Record<string, number>> {
  const counts = await Promise.all(
    SERVICES.filter((service) => manifest.services[service].kafka.topic !== undefined).map((service) =>
      withDatabase(manifest, service, async (client) => {
        const { rows } = await client.query<{ count: number }>('select count(*)::int as count from events')
        return [service, rows[0]?.count ?? 0] as const
      }),
    ),
  )
  return Object.fromEntries(counts)
}
