import { Pool, type PoolClient } from 'pg'
import { PLAIN_OPTIONS, sessionOf } from './connection.ts'
import { mapError } from './errors.ts'

const MAX_CONNECTIONS = 6

/** Runs one statement. @throws StoreUnavailable, StoreConflict and the like */
export type Statement = <R extends object>(text: string, values?: readonly unknown[]) => Promise<R[]>

/** A database of a program that is no service, with the time-outs of a service's. */
export interface Database {
  readonly query: Statement
  transaction<T>(work: (query: Statement) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Connects when it is used. */
export function openDatabase(url: string): Database {
  const pool = new Pool({ ...sessionOf(url, PLAIN_OPTIONS), max: MAX_CONNECTIONS })
  // Running queries fail as well. Without a listener the event would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    query: statementOf(pool),
    transaction: async (work) => {
      const client = await pool.connect().catch(rethrow)
      return inTransaction(client, work)
    },
    close: () => pool.end(),
  }
}

async function inTransaction<T>(client: PoolClient, work: (query: Statement) => Promise<T>): Promise<T> {
  const query = statementOf(client)
  try {
    await query('begin')
    const result = await work(query)
    await query('commit')
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}

const statementOf =
  (client: Pick<PoolClient, 'query'>): Statement =>
  async <R extends object>(text: string, values: readonly unknown[] = []) =>
    (await client.query<R>(text, [...values]).catch(rethrow)).rows

function rethrow(error: unknown): never {
  throw mapError(error)
}
