import type { Writable } from 'node:stream'
import { Client, type ClientConfig, types } from 'pg'
import { mapError } from './errors.ts'

const CONNECT_TIMEOUT_MS = 2_000
/** If a lock is not granted in this time, the inputs that need it wait aside. */
const LOCK_TIMEOUT_MS = 1_000
const STATEMENT_TIMEOUT_MS = 3_500
/** Longer than the server's statement timeout: after it the connection counts as dead and is closed. */
const QUERY_TIMEOUT_MS = 4_000
/** Limits how long a paused process holds its locks. */
const IDLE_IN_TRANSACTION_MS = 5_000
/** Lets the server detect a lost client: during a query, and by TCP keepalives. */
const LOST_CLIENT = {
  client_connection_check_interval: 2_000,
  tcp_keepalives_idle: 10,
  tcp_keepalives_interval: 5,
  tcp_keepalives_count: 3,
}
const KEEP_ALIVE_MS = 10_000

/**
 * Generic plans are made once, perhaps for empty tables, and kept: they stay good for large tables if
 * they may not scan. Statements are written so that no plan starts with a whole index, either.
 */
const PLANNING = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_memoize: 'off',
}

const LIMITS = {
  lock_timeout: LOCK_TIMEOUT_MS,
  statement_timeout: STATEMENT_TIMEOUT_MS,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  ...LOST_CLIENT,
}

const optionsFrom = (settings: Readonly<Record<string, string | number>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')

/** For statements whose plans need no such care. */
export const PLAIN_OPTIONS = optionsFrom(LIMITS)
/** How a server's list of sessions names those of a service, beside those of others who look at its database. */
export const SERVICE_SESSION = 'bistro-service'
const SESSION_OPTIONS = optionsFrom({ ...LIMITS, ...PLANNING, application_name: SERVICE_SESSION })

/** Settings of every connection of a service. */
export const sessionOf = (url: string, options = SESSION_OPTIONS): ClientConfig => ({
  connectionString: url,
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  query_timeout: QUERY_TIMEOUT_MS,
  keepAlive: true,
  keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  options,
  types: numbers,
})

const socketOf = (client: Client): Writable =>
  (client as unknown as { connection: { stream: Writable } }).connection.stream

/** Sends the statements of one turn in a single write. */
function inOnePacket(client: Client): void {
  const stream = socketOf(client)
  if (stream.writableCorked > 0) return
  stream.cork()
  process.nextTick(() => stream.uncork())
}

/** Statements are prepared once per name and connection. */
export const queryOf =
  (client: Pick<Client, 'query'>, timeoutMs?: number): Query =>
  async <R extends object>(name: string, text: string, values: readonly unknown[] = []) => {
    const config = { name, text, values: [...values], ...(timeoutMs && { query_timeout: timeoutMs }) }
    try {
      return (await client.query<R>(config)).rows
    } catch (error) {
      throw mapError(error)
    }
  }

const INT8 = 20
/** Positions and counts stay far below 2^53. */
export const numbers = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
}

export type Query = <R extends object>(name: string, text: string, values?: readonly unknown[]) => Promise<R[]>

/** One pipelined connection, reopened after a failure: statements sent together share a round trip. */
export class WriterConnection {
  readonly #url: string
  #client: Promise<Client> | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(url: string) {
    this.#url = url
  }

  /** One transaction at a time. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }

  /** Statements are prepared once per name. */
  async query(): Promise<Query> {
    this.#client ??= this.#connect()
    const client = await this.#client.catch((error) => {
      this.#client = undefined
      throw mapError(error)
    })
    const query = queryOf(client)
    return (...statement) => {
      inOnePacket(client)
      return query(...statement)
    }
  }

  /** Drops a session in an unknown state: the next transaction opens a new one. */
  reset(): void {
    const client = this.#client
    this.#client = undefined
    client?.then((open) => socketOf(open).destroy()).catch(() => undefined)
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined)
    this.#client = undefined
    await client?.end()
  }

  async #connect(): Promise<Client> {
    const client = new Client({ ...sessionOf(this.#url), pipeline: true } as ClientConfig)
    // Its queries fail as well; an unhandled event would end the process.
    client.on('error', () => this.#forget(client))
    await client.connect()
    return client
  }

  async #forget(client: Client): Promise<void> {
    const current = this.#client
    const opened = await current?.catch(() => undefined)
    if (opened === client && this.#client === current) this.#client = undefined
  }
}
