import type { ServiceName } from '@bistro/client'
import { askStack, type ProcessStatus } from '@bistro/client/control'
import { replicaIn } from '@bistro/client/names'
import type { HostedStack } from './hosted-stack.ts'

/** Runs a service in so many processes, as `npm run stack -- scale` does; resolves when all are ready. */
export const scale = async ({ controlSocket }: HostedStack, service: ServiceName, processes: number): Promise<void> => {
  await askStack(controlSocket, { action: 'scale', service, processes })
}

/** The processes of a service, in order. */
export async function processesOf({ controlSocket }: HostedStack, service: ServiceName): Promise<ProcessStatus[]> {
  const all = await askStack(controlSocket, { action: 'status' })
  return all.filter(({ name }) => name === service || replicaIn(name)?.service === service)
}

const PATIENCE_MS = 2_000

/** What the metrics of one process say of a gauge or of a counter, all added whose labels have this value; 0 where there is none. */
export async function metricOf({ address }: ProcessStatus, name: string, label = ''): Promise<number> {
  const metrics = await (await fetch(`${address}/metrics`, { signal: AbortSignal.timeout(PATIENCE_MS) })).text()
  const found = metrics.matchAll(new RegExp(`^${name}(\\{.*\\})? (\\S+)$`, 'gm'))
  return [...found].reduce((sum, [, labels = '', value]) => sum + (labels.includes(label) ? Number(value) : 0), 0)
}

/** How many partitions each of these processes reads. */
export const partitionsOf = (processes: readonly ProcessStatus[]): Promise<number[]> =>
  Promise.all(processes.map((process) => metricOf(process, 'bistro_group_partitions')))
