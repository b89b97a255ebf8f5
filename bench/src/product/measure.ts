import { serviceIn } from '@bistro/client'
import type { Figures } from '../harness/bench.ts'
import { percentile, sum } from '../harness/statistics.ts'
import type { Generator } from '../load/generator.ts'
import type { LoadOrder, LoadResult } from '../load/protocol.ts'
import { type Counters, count } from './counters.ts'
import { memoryOf } from './memory.ts'
import { partOf } from './processes.ts'
import type { Product } from './product.ts'
import { customerEnd, settled } from './settled.ts'

const MS_PER_SECOND = 1_000
const BYTES_PER_KIB = 1_024

/** The figure that a process counts for: that of its part; each service has its own. */
const groupOf = (name: string): string => serviceIn(name) ?? partOf(name)

/** Loads the product; returns speed, latencies and costs. */
export async function measure(product: Product, generator: Generator, order: LoadOrder): Promise<Figures> {
  const from = await customerEnd(product.manifest)
  const before = await count(product, generator.pid)
  const load = await generator.load(order)
  const endMs = Math.max(load.lastEndedMs, await settled(product.manifest, from))
  const after = await count(product, generator.pid)
  const cost = costOf(before, after, load.delivered + load.cancelled)
  const speed = speedOf(load, endMs)
  return { ...speed, cores: (cost.cpuMsPerSaga * speed.sagasPerSecond) / MS_PER_SECOND, ...cost, ...memoryOf(product) }
}

function speedOf(load: LoadResult, endMs: number) {
  const completed = load.delivered + load.cancelled
  return {
    sagasPerSecond: (completed * MS_PER_SECOND) / (endMs - load.startedMs),
    unfinished: load.unfinished,
    ...latenciesOf(load),
  }
}

/** How long confirmation and delivery took. */
export const latenciesOf = ({ confirmedAfterMs, deliveredAfterMs }: LoadResult) => ({
  confirmedP50Ms: percentile(confirmedAfterMs, 50),
  confirmedP99Ms: percentile(confirmedAfterMs, 99),
  deliveredP50Ms: percentile(deliveredAfterMs, 50),
  deliveredP99Ms: percentile(deliveredAfterMs, 99),
})

function costOf(before: Counters, after: Counters, sagas: number) {
  const used = Object.entries(after.cpu).map(([name, seconds]) => ({
    part: partOf(name),
    group: groupOf(name),
    ms: ((seconds - (before.cpu[name] ?? 0)) * MS_PER_SECOND) / sagas,
  }))
  const busiest = (of: string): number => Math.max(...used.flatMap(({ part, ms }) => (part === of ? [ms] : [])))
  const groups = Object.entries(Object.groupBy(used, ({ group }) => group))
  return {
    commitsPerSaga: (after.commits - before.commits) / sagas,
    transactionsPerSaga: (after.transactions - before.transactions) / sagas,
    walKibPerSaga: (after.walBytes - before.walBytes) / BYTES_PER_KIB / sagas,
    kafkaKibPerSaga: (after.kafkaBytes - before.kafkaBytes) / BYTES_PER_KIB / sagas,
    busiestServiceMs: busiest('services'),
    busiestDatabaseMs: busiest('postgres'),
    cpuMsPerSaga: sum(used.map(({ ms }) => ms)),
    ...Object.fromEntries(groups.map(([group, list = []]) => [`cpuMs:${group}`, sum(list.map(({ ms }) => ms))])),
  }
}
