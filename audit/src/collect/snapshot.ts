import { numbers } from '@bistro/kit/postgres'
import type { ServiceName } from '@bistro/services'
import pg from 'pg'
import type { PostgresAccess } from '../access.ts'

const PAGE_ROWS = 2_000
const CONNECT_TIMEOUT_MS = 5_000
const LOCK_TIMEOUT_MS = 10_000

/** One database as it was at one moment: all reads are consistent with each other. */
export class Snapshot {
  readonly service: ServiceName
  readonly #client: pg.Client

  private constructor(service: ServiceName, client: pg.Client) {
    this.service = service
    this.#client = client
  }

  /** The database as it is now. */
  static async open(service: ServiceName, access: PostgresAccess): Promise<Snapshot> {
    const client = await connect(access)
    await client.query('begin isolation level repeatable read read only')
    await client.query('select 1') // fixes the moment of the snapshot
    return new Snapshot(service, client)
  }

  /** The database with one table locked against other writers until `close`, which undoes what is not committed. */
  static async openLocked(service: ServiceName, access: PostgresAccess, table: string): Promise<Snapshot> {
    const client = await connect(access)
    await client.query(`begin; set local lock_timeout = ${LOCK_TIMEOUT_MS}; lock table ${table} in exclusive mode`)
    return new Snapshot(service, client)
  }

  async all<R extends object>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.#client.query<R>(text, [...values])).rows
  }

  /** All rows, a page of them in memory at a time. Only one call at a time: a snapshot has one cursor. */
  async *each<R extends object>(text: string): AsyncGenerator<R> {
    await this.#client.query(`declare rows no scroll cursor for ${text}`)
    for (;;) {
      const { rows } = await this.#client.query<R>(`fetch ${PAGE_ROWS} from rows`)
      yield* rows
      if (rows.length < PAGE_ROWS) break
    }
    await this.#client.query('close rows')
  }

  /** Only after `openLocked`. */
  async write(text: string, values: readonly unknown[] = []): Promise<void> {
    await this.#client.query(text, [...values])
  }

  async close(): Promise<void> {
    await this.#client.end()
  }
}

async function connect(access: PostgresAccess): Promise<pg.Client> {
  const client = new pg.Client({ ...access, types: numbers, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  client.on('error', () => {}) // a lost connection also fails the query in hand
  await client.connect()
  return client
}
