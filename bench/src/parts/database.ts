import { fileURLToPath } from 'node:url'
import { migrate } from '@bistro/kit/postgres'
import { databaseUrls } from '../product/database.ts'
import type { Product } from '../product/product.ts'
import { runSql } from '../product/sql.ts'

const DATABASE = 'bench_part'
const NO_MIGRATIONS = fileURLToPath(new URL('./none', import.meta.url))

/** A database with the kit's own tables on the order server, made anew; the address of its owner. */
export async function freshDatabase(product: Product, { forWal = false } = {}): Promise<string> {
  await runSql(
    databaseUrls(product, 'postgres').order,
    `drop database if exists ${DATABASE} with (force)`,
    `create database ${DATABASE}`,
  )
  const url = databaseUrls(product, DATABASE).order
  await migrate({ url, directory: NO_MIGRATIONS, appRole: 'order_app', forWal })
  return url
}

/** Transactions of the order server that wrote something so far. */
export async function transactionsSoFar(url: string): Promise<number> {
  const text = 'select pg_snapshot_xmax(pg_current_snapshot())::text::float8 as number'
  return (await runSql<{ number: number }>(url, text))[0]?.number ?? 0
}
