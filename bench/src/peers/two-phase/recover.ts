import { SERVICES } from '@bistro/stack'
import { Client } from 'pg'
import type { Place } from '../place.ts'

/** Ends what a coordinator that died has left prepared: committed where it had decided so, else rolled back. */
export async function recover(place: Place): Promise<void> {
  const decided = new Set(
    (await ask<{ gid: string }>(place.postgres.order, 'select gid from decisions')).map(({ gid }) => gid),
  )
  await Promise.all(
    SERVICES.map(async (service) => {
      const url = place.postgres[service]
      const inDoubt = await ask<{ gid: string }>(
        url,
        'select gid from pg_prepared_xacts where database = current_database()',
      )
      for (const { gid } of inDoubt) await ask(url, `${decided.has(gid) ? 'commit' : 'rollback'} prepared '${gid}'`)
    }),
  )
}

async function ask<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}
