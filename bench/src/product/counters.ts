import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cpuSeconds } from '../harness/processes.ts'
import { sum } from '../harness/statistics.ts'
import { askEach } from './database.ts'
import { partOf } from './processes.ts'
import type { Product } from './product.ts'

/** Totals of the product so far; the difference of two is the cost of the time between. */
export interface Counters {
  /** Transactions of the services that wrote. */
  readonly commits: number
  /** All transactions that the databases have committed, those that only read included. */
  readonly transactions: number
  readonly walBytes: number
  readonly kafkaBytes: number
  /** Seconds of CPU by process. */
  readonly cpu: Readonly<Record<string, number>>
}

export async function count(product: Product, generatorPid: number): Promise<Counters> {
  const { manifest, dataDir } = product
  const [commits, transactions, walBytes] = await Promise.all([
    commitsOf(product),
    askEach(manifest, TRANSACTIONS),
    askEach(manifest, WAL_BYTES),
  ])
  const processes = [...product.status(), { name: 'generator', pid: generatorPid }]
  const cpu = Object.fromEntries(
    processes.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, cpuSeconds([pid])]])),
  )
  return { commits, transactions, walBytes, kafkaBytes: kafkaBytesIn(dataDir), cpu }
}

async function commitsOf({ status }: Product): Promise<number> {
  const services = status().filter(({ name }) => partOf(name) === 'services')
  const counts = await Promise.all(
    services.map(async ({ name, address }) => {
      const metrics = await (await fetch(`${address}/metrics`)).text()
      const line = /^bistro_commits_total(?:\{.*\})? (\d+)$/m.exec(metrics)
      if (!line) throw new Error(`the metrics of ${name} have no bistro_commits_total`)
      return Number(line[1])
    }),
  )
  return sum(counts)
}

const TRANSACTIONS = 'select xact_commit as number from pg_stat_database where datname = current_database()'
const WAL_BYTES = "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 as number"

/** Bytes that the broker has stored of the product's events. */
export function kafkaBytesIn(dataDir: string): number {
  const log = join(dataDir, 'kafka', 'log')
  const partitions = readdirSync(log).filter((name) => name.startsWith('bistro.'))
  const files = partitions.flatMap((name) => readdirSync(join(log, name)).map((file) => join(log, name, file)))
  return sum(files.filter((file) => file.endsWith('.log')).map((file) => statSync(file).size))
}
