import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Manifest, SERVICES, type ServiceName } from '@bistro/stack'
import pg from 'pg'
import { cpuSeconds } from '../harness/processes.ts'
import { sum } from '../harness/statistics.ts'
import type { Product } from './product.ts'

/** What the product has used so far; two of them tell what lies between. */
export interface Counters {
  readonly commits: number
  readonly walBytes: number
  readonly kafkaBytes: number
  /** Seconds of CPU by process. */
  readonly cpu: Readonly<Record<string, number>>
}

/** `others` are processes beside the stack's whose CPU is counted by name. */
export async function count(product: Product, others: Readonly<Record<string, number>>): Promise<Counters> {
  const { manifest, dataDir } = product
  const [commits, walBytes] = await Promise.all([commitsOf(manifest), walBytesOf(manifest)])
  const processes = [...manifest.processes, ...Object.entries(others).map(([name, pid]) => ({ name, pid }))]
  const cpu = Object.fromEntries(processes.map(({ name, pid }) => [name, cpuSeconds([pid])]))
  return { commits, walBytes, kafkaBytes: kafkaBytesIn(dataDir), cpu }
}

async function commitsOf({ services }: Manifest): Promise<number> {
  const counts = await Promise.all(
    SERVICES.map(async (service) => {
      const metrics = await (await fetch(`${services[service].url}/metrics`)).text()
      const line = /^bistro_commits_total(?:\{.*\})? (\d+)$/m.exec(metrics)
      if (!line) throw new Error(`${service} does not count its commits`)
      return Number(line[1])
    }),
  )
  return sum(counts)
}

async function walBytesOf(manifest: Manifest): Promise<number> {
  const query = "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 as number"
  return sum(await Promise.all(SERVICES.map((service) => numberOf(manifest, service, query))))
}

/** Asks the database of a service for one number. */
export async function numberOf({ services }: Manifest, service: ServiceName, query: string): Promise<number> {
  const client = new pg.Client(services[service].postgres)
  await client.connect()
  try {
    const { rows } = await client.query<{ number: number | string }>(query)
    return Number(rows[0]?.number)
  } finally {
    await client.end()
  }
}

/** What the broker has written down of the product's events. */
export function kafkaBytesIn(dataDir: string): number {
  const log = join(dataDir, 'kafka', 'log')
  const partitions = readdirSync(log).filter((name) => name.startsWith('bistro.'))
  const files = partitions.flatMap((name) => readdirSync(join(log, name)).map((file) => join(log, name, file)))
  return sum(files.filter((file) => file.endsWith('.log')).map((file) => statSync(file).size))
}
