import { setTimeout as delay } from 'node:timers/promises'
import { SILENT_METER } from '@bistro/kit/runtime'
import { secretsOf } from '@bistro/stack'
import { v7 as newId } from 'uuid'
import type { Figures, Open, Subject } from '../../harness/bench.ts'
import { catalogVersions } from '../../harness/catalog.ts'
import { cpuSeconds } from '../../harness/processes.ts'
import { percentile } from '../../harness/statistics.ts'
import { freshDatabase } from '../../parts/database.ts'
import { Latencies } from '../../parts/latencies.ts'
import { type Notes, startNotes } from '../../parts/notes.ts'
import { connectLog, withoutReading } from '../../parts/relays.ts'
import { eachService } from '../../product/processes.ts'
import { type Product, startProduct } from '../../product/product.ts'
import { runSql } from '../../product/sql.ts'
import { serverVersions } from '../../product/versions.ts'
import { untilSlotIsFree, watchSlot } from './slot.ts'

const EVENTS_PER_SECOND = 200
const MS_PER_SECOND = 1_000

export const open: Open = async ({ length: { seconds, warmUpSeconds } }) => {
  const product = await startProduct({ settings: { BISTRO_RELAY: 'wal' } })
  await eachService(product, product.process.stop)
  const log = await connectLog(product.manifest)
  const subject = (name: 'outbox' | 'wal'): Subject => ({
    name,
    run: async () => {
      const url = await freshDatabase(product, { forWal: name === 'wal' })
      const latencies = new Latencies()
      const walUrl = name === 'wal' ? walUrlOf(product, url) : undefined
      const service = await startNotes(url, latencies.on(withoutReading(log)), SILENT_METER, walUrl)
      try {
        await store(service, latencies, warmUpSeconds)
        latencies.clear()
        return await figuresOf(product, url, () => store(service, latencies, seconds), latencies)
      } finally {
        await service.close()
        await untilSlotIsFree(url)
      }
    },
  })
  return {
    subjects: [subject('outbox'), subject('wal')],
    versions: { ...(await serverVersions(product.manifest)), ...catalogVersions('pg-logical-replication') },
    close: async () => {
      await log.close()
      await product.close()
    },
  }
}

function walUrlOf(product: Product, url: string): string {
  const walUrl = new URL(url)
  walUrl.username = 'order_wal'
  walUrl.password = secretsOf(product.dataDir).wal.order
  return walUrl.href
}

/** Stores events at a steady rate for so long, and waits until all are published. @returns how many */
async function store(service: Notes, latencies: Latencies, seconds: number): Promise<number> {
  const startedMs = performance.now()
  const commits: Promise<void>[] = []
  for (let elapsedMs = 0; elapsedMs < seconds * MS_PER_SECOND; elapsedMs = performance.now() - startedMs) {
    while (commits.length < (elapsedMs * EVENTS_PER_SECOND) / MS_PER_SECOND) commits.push(noteOne(service, latencies))
    await delay(1)
  }
  await Promise.all(commits)
  while (latencies.waiting > 0) await delay(1)
  return commits.length
}

async function noteOne(service: Notes, latencies: Latencies): Promise<void> {
  const stream = newId()
  await service.note(stream)
  latencies.committed(stream)
}

async function figuresOf(
  product: Product,
  url: string,
  load: () => Promise<number>,
  latencies: Latencies,
): Promise<Figures> {
  const before = await countersOf(product, url)
  const { stop, most } = watchSlot(url)
  const events = await load()
  await stop()
  const after = await countersOf(product, url)
  const each = (key: 'serviceMs' | 'postgresMs' | 'walBytes'): number => (after[key] - before[key]) / events
  return {
    p50: percentile(latencies.all, 50),
    p99: percentile(latencies.all, 99),
    serviceMs: each('serviceMs'),
    postgresMs: each('postgresMs'),
    walBytes: each('walBytes'),
    keptKib: most() / 1024,
  }
}

const WAL_BYTES = "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 as number"

async function countersOf({ status }: Product, url: string) {
  const [wal] = await runSql<{ number: number }>(url, WAL_BYTES)
  const servers = status().flatMap(({ name, pid }) => (name === 'postgres-order' && pid !== undefined ? [pid] : []))
  const { user, system } = process.cpuUsage()
  return {
    serviceMs: (user + system) / 1_000,
    postgresMs: cpuSeconds(servers) * MS_PER_SECOND,
    walBytes: wal?.number ?? 0,
  }
}
