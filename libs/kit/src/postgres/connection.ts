import type { Writable } from 'node:stream'
import { Client, type QueryConfig, types } from 'pg'
import { mapError } from './errors.ts'

const CONNECT_TIMEOUT_MS = 3_000
/** Longer than any batch; a lock that is not had by then is given up and the batch tried again. */
const LOCK_TIMEOUT_MS = 2_000
const STATEMENT_TIMEOUT_MS = 30_000

/**
 * Plans are made once, when tables are empty or a vacuum has found them so, and kept: they hold when tables have grown if
 * they may not scan them. Statements are written such that no plan of theirs begins with a whole index, either.
 */
const PLANNING = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_memoize: 'off',
}

export const SESSION_OPTIONS = Object.entries({
  lock_timeout: LOCK_TIMEOUT_MS,
  statement_timeout: STATEMENT_TIMEOUT_MS,
  ...PLANNING,
})
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ')

/** Statements of one turn leave with one write, not with one each. */
function inOnePacket(client: Client): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  if (stream.writableCorked > 0) return
  stream.cork()
  process.nextTick(() => stream.uncork())
}

const INT8 = 20
/** Positions and counts stay far below 2^53. */
export const numbers = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
}

export type Query = <R extends object>(name: string, text: string, values?: readonly unknown[]) => Promise<R[]>

/** One pipelined connection that is opened again when it broke: statements sent together share a round trip. */
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
    const client = await this.#client
    return async <R extends object>(name: string, text: string, values: readonly unknown[] = []) => {
      const config: QueryConfig = { name, text, values: [...values] }
      inOnePacket(client)
      const { rows } = await client.query<R>(config)
      return rows
    }
  }

  /** After an error nothing is known about the session: the next batch begins with a new one. */
  async reset(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.then((open) => open.end()).catch(() => undefined)
  }

  async #connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.#url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      options: SESSION_OPTIONS,
      pipeline: true,
      types: numbers,
    } as ConstructorParameters<typeof Client>[0])
    client.on('error', () => this.reset())
    try {
      await client.connect()
      return client
    } catch (error) {
      this.#client = undefined
      throw mapError(error)
    }
  }
}
