import { Pool, type PoolClient } from 'pg'
import { type Query, queryOf, sessionOf } from './connection.ts'
import { mapError } from './errors.ts'

const MAX_CONNECTIONS = 4
/** Timeout of a read that a caller waits for; leaves time for a retry over a new connection. */
const READ_TIMEOUT_MS = 1_500
/** The driver's message for a query timeout. */
const SILENCE = 'Query read timeout'

/** Connections for everything but the writer's transactions. When one stops responding, all are replaced. */
export class Connections {
  readonly #url: string
  #pool: Pool

  constructor(url: string) {
    this.#url = url
    this.#pool = this.#open()
  }

  /** One statement, with the server's timeout. */
  readonly query: Query = (...statement) => queryOf(this.#pool as never)(...statement)

  /** A read that a caller waits for. As a connection may have died silently, it is retried once over a new one. */
  readonly read: Query = (...statement) => this.#twice((pool) => queryOf(pool as never, READ_TIMEOUT_MS)(...statement))

  /** A transaction that a caller waits for. */
  brief<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#twice((pool) => this.#transaction(pool, work, READ_TIMEOUT_MS))
  }

  /** A transaction beside the writer's. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#transaction(this.#pool, work)
  }

  async #twice<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
    const pool = this.#pool
    try {
      return await work(pool)
    } catch (error) {
      if (!(error as Error).message.includes(SILENCE)) throw error
      if (pool === this.#pool) this.#renew()
      return work(this.#pool)
    }
  }

  /** Several statements of one session, which is closed if they fail. */
  session<T>(work: (query: Query) => Promise<T>, timeoutMs?: number): Promise<T> {
    return this.#session(this.#pool, work, timeoutMs)
  }

  #transaction<T>(pool: Pool, work: (query: Query) => Promise<T>, timeoutMs?: number): Promise<T> {
    const begunAndCommitted = async (query: Query): Promise<T> => {
      await query('begin', 'begin')
      const result = await work(query)
      await query('commit', 'commit')
      return result
    }
    return this.#session(pool, begunAndCommitted, timeoutMs)
  }

  async #session<T>(pool: Pool, work: (query: Query) => Promise<T>, timeoutMs?: number): Promise<T> {
    const client: PoolClient = await pool.connect().catch((error) => Promise.reject(mapError(error)))
    try {
      const result = await work(queryOf(client as never, timeoutMs))
      client.release()
      return result
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  #renew(): void {
    this.#pool.end().catch(() => undefined)
    this.#pool = this.#open()
  }

  #open(): Pool {
    const pool = new Pool({ ...sessionOf(this.#url), max: MAX_CONNECTIONS })
    // Running queries fail as well. Without a listener the event would end the process: the pool listens only
    // while a connection is idle, not while it is checked out.
    pool.on('error', () => undefined)
    pool.on('connect', (client) => client.on('error', () => undefined))
    return pool
  }
}
