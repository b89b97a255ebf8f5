import { cpuSeconds } from '../harness/processes.ts'
import { sum } from '../harness/statistics.ts'
import { databaseUrls } from '../product/database.ts'
import { pidsOf } from '../product/processes.ts'
import type { Product } from '../product/product.ts'
import { runSql } from '../product/sql.ts'

/** Totals of the machine and the servers so far; the difference of two is the cost of the time between. */
export interface Costs {
  /** Seconds of CPU: Node processes of the subject, Postgres, broker, card provider and carrier, generator. */
  readonly cpu: Readonly<Record<'node' | 'postgres' | 'kafka' | 'externals' | 'generator', number>>
  /** Transactions that wrote something, of all five servers. */
  readonly transactions: number
  readonly walBytes: number
  readonly walSyncs: number
}

export async function costsSoFar(product: Product, pids: readonly number[], generatorPid: number): Promise<Costs> {
  const servers = await Promise.all(Object.values(databaseUrls(product, 'postgres')).map(serverCosts))
  return {
    cpu: {
      node: cpuSeconds([...pids, ...pidsOf(product, 'services')]),
      postgres: cpuSeconds(pidsOf(product, 'postgres')),
      kafka: cpuSeconds(pidsOf(product, 'kafka')),
      externals: cpuSeconds(pidsOf(product, 'externals')),
      generator: cpuSeconds([generatorPid]),
    },
    transactions: sum(servers.map(({ transactions }) => transactions)),
    walBytes: sum(servers.map(({ wal }) => wal)),
    walSyncs: sum(servers.map(({ syncs }) => syncs)),
  }
}

const QUERY = `select pg_snapshot_xmax(pg_current_snapshot())::text::float8 as transactions,
  (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 as wal,
  (select sum(fsyncs) from pg_stat_io where object = 'wal')::float8 as syncs`

async function serverCosts(url: string) {
  const [costs] = await runSql<{ transactions: number; wal: number; syncs: number }>(url, QUERY)
  if (!costs) throw new Error('a Postgres server returned no row of costs')
  return costs
}
