import { percentile, sum } from '../harness/statistics.ts'
import type { Generator } from '../load/generator.ts'
import type { LoadOrder, LoadResult } from '../load/protocol.ts'
import { type Counters, count } from './counters.ts'
import type { Product } from './product.ts'
import { customerEnd, settled } from './settled.ts'

const MS_PER_SECOND = 1_000

/** Which figure a process counts for, where it is not one of its own. */
const groupOf = (name: string): string => {
  if (name.startsWith('postgres-')) return 'postgres'
  return name === 'psp' || name === 'carrier' ? 'externals' : name
}

/** Loads the product and tells what that was like and what it cost. */
export async function measure(
  product: Product,
  generator: Generator,
  order: LoadOrder,
): Promise<Record<string, number>> {
  const others = { generator: generator.pid }
  const from = await customerEnd(product.manifest)
  const before = await count(product, others)
  const load = await generator.load(order)
  const endMs = Math.max(load.lastEndedMs, await settled(product.manifest, from))
  const after = await count(product, others)
  return { ...speedOf(load, endMs), ...costOf(before, after, load.delivered + load.cancelled) }
}

function speedOf(load: LoadResult, endMs: number): Record<string, number> {
  const completed = load.delivered + load.cancelled
  return {
    sagasPerSecond: (completed * MS_PER_SECOND) / (endMs - load.startedMs),
    completed,
    unfinished: load.unfinished,
    refused: sum(Object.entries(load.answers).map(([status, times]) => (status === '202' ? 0 : times))),
    confirmedP50Ms: percentile(load.confirmedAfterMs, 50),
    confirmedP99Ms: percentile(load.confirmedAfterMs, 99),
    deliveredP50Ms: percentile(load.deliveredAfterMs, 50),
    deliveredP99Ms: percentile(load.deliveredAfterMs, 99),
    seconds: (endMs - load.startedMs) / MS_PER_SECOND,
  }
}

function costOf(before: Counters, after: Counters, sagas: number): Record<string, number> {
  const used = Object.entries(after.cpu).map(([name, seconds]) => ({
    group: groupOf(name),
    ms: ((seconds - (before.cpu[name] ?? 0)) * MS_PER_SECOND) / sagas,
  }))
  const groups = Object.entries(Object.groupBy(used, ({ group }) => group))
  return {
    commitsPerSaga: (after.commits - before.commits) / sagas,
    walBytesPerSaga: (after.walBytes - before.walBytes) / sagas,
    kafkaBytesPerSaga: (after.kafkaBytes - before.kafkaBytes) / sagas,
    cpuMsPerSaga: sum(used.map(({ ms }) => ms)),
    ...Object.fromEntries(groups.map(([group, list = []]) => [`cpuMs:${group}`, sum(list.map(({ ms }) => ms))])),
  }
}
