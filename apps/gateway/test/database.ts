import { fileURLToPath } from 'node:url'
import { type Database as Connected, migrateOwn, openDatabase } from '@bistro/kit/postgres'
import { type PostgresServer, startPostgres } from '../../../libs/kit/test/postgres-server.ts'

/** A server of the test's own, with databases that have the gateway's tables. */
export interface Server {
  open(): Promise<Connected & { readonly url: string }>
  stop(): Promise<void>
}

export async function startServer(): Promise<Server> {
  const server: PostgresServer = await startPostgres()
  const opened: Connected[] = []
  return {
    open: async () => {
      const { ownerUrl, appUrl, appRole } = await server.createDatabase()
      await migrateOwn({ url: ownerUrl, directory: fileURLToPath(new URL('../migrations', import.meta.url)), appRole })
      const database = openDatabase(appUrl)
      opened.push(database)
      return { ...database, url: appUrl }
    },
    stop: async () => {
      await Promise.all(opened.map((database) => database.close()))
      await server.stop()
    },
  }
}

/** What the view says, without the moments at which the gateway read it. */
export async function contentOf({ query }: Pick<Connected, 'query'>): Promise<object> {
  const events = await query(
    `select to_jsonb(e) - 'seen_at' as row from saga_events e order by service, stream, version`,
  )
  const sagas = await query(`select to_jsonb(s) - 'seen_at' as row from sagas s order by reservation_id`)
  return { events, sagas }
}
