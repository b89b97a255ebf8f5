import type { Manifest, ServiceName } from '@bistro/client'
import { secretsOf } from '@bistro/stack'
import pg from 'pg'

const CONNECT_TIMEOUT_MS = 3_000
const QUERY_TIMEOUT_MS = 10_000
const SUPERUSER = 'postgres'

/** Connects to the databases as their superuser, whom no fault locks out, and without a proxy. */
export class Databases {
  readonly #manifest: Manifest
  readonly #password: string

  constructor(manifest: Manifest, dataDir: string) {
    this.#manifest = manifest
    this.#password = secretsOf(dataDir).postgresSuperuser
  }

  /** The role of the service itself. */
  roleOf(service: ServiceName): string {
    return this.#manifest.services[service].postgres.user
  }

  /** A connection that the caller has to end. */
  async connect(service: ServiceName): Promise<pg.Client> {
    const { host, port, database } = this.#manifest.services[service].postgres
    return opened({ host, port, database, user: SUPERUSER, password: this.#password })
  }

  /** A connection as the service itself makes them. */
  connectAsService(service: ServiceName): Promise<pg.Client> {
    return opened(this.#manifest.services[service].postgres)
  }

  async run<Row extends pg.QueryResultRow>(service: ServiceName, ...statements: readonly Statement[]): Promise<Row[]> {
    const client = await this.connect(service)
    try {
      let rows: Row[] = []
      for (const statement of statements)
        rows = (await client.query<Row>(typeof statement === 'string' ? { text: statement } : statement)).rows
      return rows
    } finally {
      await client.end().catch(() => {})
    }
  }
}

export type Statement = string | { readonly text: string; readonly values: unknown[] }

async function opened(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({
    ...config,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
  })
  client.on('error', () => {}) // a lost connection also fails the query in hand
  await client.connect()
  return client
}
