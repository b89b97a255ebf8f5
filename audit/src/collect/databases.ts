import type { Lack } from '@bistro/oracle'
import { type ServiceName, servicesWithout } from '@bistro/services'
import type { Access } from '../access.ts'
import { reasonOf } from './away.ts'
import { Snapshot } from './snapshot.ts'

/** A snapshot of each database that responds, and a list of those that do not. */
export interface Databases {
  readonly open: ReadonlyMap<ServiceName, Snapshot>
  readonly lacks: readonly Lack[]
  close(): Promise<void>
}

export async function openDatabases({ services, without, downSince }: Access): Promise<Databases> {
  const open = new Map<ServiceName, Snapshot>()
  const lacks: Lack[] = []
  await Promise.all(
    servicesWithout(without).map(async (service) => {
      try {
        open.set(service, await Snapshot.open(service, services[service].postgres))
      } catch (error) {
        const sinceMs = downSince?.get(`postgres-${service}`)
        lacks.push({ service, what: 'its database', reason: reasonOf(error), sinceMs })
      }
    }),
  )
  return { open, lacks, close: async () => void (await Promise.all([...open.values()].map((each) => each.close()))) }
}
