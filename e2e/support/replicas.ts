import type { ServiceName } from '@bistro/client'
import { askStack, type ProcessStatus } from '@bistro/client/control'
import { serviceIn } from '@bistro/client/names'
import type { HostedStack } from './hosted-stack.ts'

/** Runs a service in so many processes, as `npm run stack -- scale` does; resolves when all are ready. */
export const scale = async ({ controlSocket }: HostedStack, service: ServiceName, processes: number): Promise<void> => {
  await askStack(controlSocket, { action: 'scale', service, processes })
}

/** The processes of a service, in order. */
export async function processesOf({ controlSocket }: HostedStack, service: ServiceName): Promise<ProcessStatus[]> {
  const all = await askStack(controlSocket, { action: 'status' })
  return all.filter(({ name }) => serviceIn(name) === service)
}

const PATIENCE_MS = 2_000

/** How many partitions a process reads; 0 where it does not say. */
async function readBy({ address }: ProcessStatus): Promise<number> {
  const metrics = await (await fetch(`${address}/metrics`, { signal: AbortSignal.timeout(PATIENCE_MS) })).text()
  return Number(/^bistro_group_partitions(?:\{.*\})? (\d+)$/m.exec(metrics)?.[1] ?? 0)
}

/** How many partitions each of these processes reads. */
export const partitionsOf = (processes: readonly ProcessStatus[]): Promise<number[]> =>
  Promise.all(processes.map(readBy))
