import { Client, type ClientConfig, type Pool, type PoolClient, type QueryResultRow } from 'pg'

/** A connection for as long as the work takes. */
export async function withClient<Result>(
  server: string | ClientConfig,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client(server)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Runs statements one after the other, each by itself; the rows of the last. */
export const runSql = <Row extends QueryResultRow>(
  server: string | ClientConfig,
  ...statements: readonly string[]
): Promise<Row[]> =>
  withClient(server, async (client) => {
    let rows: Row[] = []
    for (const statement of statements) rows = (await client.query<Row>(statement)).rows
    return rows
  })

/** A transaction on a connection of a pool, rolled back where the work throws. */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}
