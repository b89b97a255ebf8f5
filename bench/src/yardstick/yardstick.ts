import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { servicesWithout } from '@bistro/client'
import type { Client } from 'pg'
import { carry, fetchKafkaTools } from '../floor/kafka-tools.ts'
import type { Yardstick } from '../harness/result.ts'
import { sum } from '../harness/statistics.ts'
import { databaseUrls } from '../product/database.ts'
import { makeTopics } from '../product/kafka-admin.ts'
import { type Product, startProduct } from '../product/product.ts'
import { runSql, withClient } from '../product/sql.ts'

const DATABASE = 'bench_yardstick'
const ROWS_OF_A_TRANSACTION = 100
const ROW_BYTES = 300
const POSTGRES_MS = 10_000
const RECORDS = 400_000
const PARTITIONS = 30
const READERS = 3
const MS_PER_SECOND = 1_000

/**
 * What the machine does of a small load that never changes: rows into as many Postgres servers as the product has, then records through
 * its broker with Kafka's own tools. A result is read beside it: where it has changed, the machine has.
 */
export async function measureYardstick(): Promise<Yardstick> {
  await fetchKafkaTools()
  const product = await startProduct()
  try {
    for (const service of servicesWithout(product.manifest.without)) await product.process.stop(service)
    return { rowsPerSecond: await rowsPerSecond(product), recordsPerSecond: await recordsPerSecond(product) }
  } finally {
    await product.close()
  }
}

async function rowsPerSecond(product: Product): Promise<number> {
  const servers = Object.values(databaseUrls(product, 'postgres'))
  await Promise.all(servers.map((url) => runSql(url, `create database ${DATABASE}`)))
  const urls = Object.values(databaseUrls(product, DATABASE))
  const written = await Promise.all(urls.map((url) => withClient(url, writeRows)))
  return (sum(written) * MS_PER_SECOND) / POSTGRES_MS
}

/** Inserts rows, and changes those of the transaction before. @returns how many were written */
async function writeRows(client: Client): Promise<number> {
  await client.query('create table rows (id uuid primary key, version integer not null, bytes bytea not null)')
  const bytes = Array.from({ length: ROWS_OF_A_TRANSACTION }, () => randomBytes(ROW_BYTES))
  let [written, before]: [number, readonly string[]] = [0, []]
  for (const until = performance.now() + POSTGRES_MS; performance.now() < until; ) {
    const ids = bytes.map(() => randomUUID())
    await client.query('begin')
    await client.query('update rows set version = version + 1 where id = any($1::uuid[])', [before])
    await client.query('insert into rows select id, 1, bytes from unnest($1::uuid[], $2::bytea[]) as new (id, bytes)', [
      ids,
      bytes,
    ])
    await client.query('commit')
    written += before.length + ids.length
    before = ids
  }
  return written
}

async function recordsPerSecond({ manifest }: Product): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bistro-yardstick-'))
  const topic = 'yardstick'
  try {
    await makeTopics(manifest, [topic], PARTITIONS)
    const startedMs = performance.now()
    await carry(manifest, folder, { topic, records: RECORDS, recordBytes: ROW_BYTES, readers: READERS })
    return (RECORDS * MS_PER_SECOND) / (performance.now() - startedMs)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
