import type { Figures } from '../harness/bench.ts'
import { sum } from '../harness/statistics.ts'
import type { LoadOrder, LoadResult } from '../load/protocol.ts'
import { latenciesOf } from '../product/measure.ts'
import { customerEnd, settled } from '../product/settled.ts'
import { type Costs, costsSoFar } from './costs.ts'
import type { Environment } from './environment.ts'
import { type Design, type RunningDesign, SAGA } from './subjects.ts'

export const DRAIN_TIMEOUT_MS = 60_000
const SMOKE_WINDOW = 20
const MS_PER_SECOND = 1_000
const BYTES_PER_KIB = 1_024

/** How many sagas are under way at saturation. */
export const windowOf = ({ window }: Design, { isSmoke }: Environment): number => (isSmoke ? SMOKE_WINDOW : window)

export type Load = Omit<LoadOrder, 'drainTimeoutMs'>

/** Loads a design until the last saga has ended, its credit settled; returns the speed and the costs. */
export async function measure(
  environment: Environment,
  design: Design,
  running: RunningDesign,
  load: Load,
): Promise<Figures> {
  const { product, generator } = environment
  const costs = (): Promise<Costs> => costsSoFar(product, running.pids, generator.pid)
  const from = design === SAGA ? await customerEnd(product.manifest) : 0
  const before = await costs()
  const result = await generator.load({ ...load, drainTimeoutMs: DRAIN_TIMEOUT_MS })
  const settledMs = design === SAGA ? await settled(product.manifest, from) : 0
  const after = await costs()
  return { ...speedOf(result, Math.max(settledMs, result.lastEndedMs)), ...costOf(before, after, result.delivered) }
}

const speedOf = (load: LoadResult, endMs: number): Figures => ({
  sagasPerSecond: (load.delivered * MS_PER_SECOND) / (endMs - load.startedMs),
  ...latenciesOf(load),
  unfinished: load.unfinished + load.cancelled,
})

function costOf(before: Costs, after: Costs, sagas: number): Figures {
  const parts = Object.keys(after.cpu) as (keyof Costs['cpu'])[]
  const used = parts.map((part) => ({ part, ms: ((after.cpu[part] - before.cpu[part]) * MS_PER_SECOND) / sagas }))
  return {
    cpuMsPerSaga: sum(used.map(({ ms }) => ms)),
    ...Object.fromEntries(used.map(({ part, ms }) => [`cpuMs:${part}`, ms])),
    transactionsPerSaga: (after.transactions - before.transactions) / sagas,
    walSyncsPerSaga: (after.walSyncs - before.walSyncs) / sagas,
    walKibPerSaga: (after.walBytes - before.walBytes) / BYTES_PER_KIB / sagas,
  }
}
