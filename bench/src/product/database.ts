import type { Manifest, ServiceName } from '@bistro/stack'
import pg from 'pg'

/** Asks the database of a service for one number, as the service itself may. The column is called `number`. */
export async function askNumber({ services }: Manifest, service: ServiceName, query: string): Promise<number> {
  const client = new pg.Client(services[service].postgres)
  await client.connect()
  try {
    const { rows } = await client.query<{ number: number | string }>(query)
    return Number(rows[0]?.number)
  } finally {
    await client.end()
  }
}
