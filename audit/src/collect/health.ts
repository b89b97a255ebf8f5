import type { Lack } from '@bistro/oracle'
import { type ServiceName, servicesWithout } from '@bistro/services'
import type { Access } from '../access.ts'
import { reasonOf } from './away.ts'

const TIMEOUT_MS = 3_000

interface Trouble {
  readonly what: string
  readonly reason: string
  readonly since: string
}

/** Where the services are; since when some are down. */
export interface Reached extends Pick<Access, 'downSince' | 'without'> {
  readonly services: Readonly<Record<ServiceName, { readonly url: string }>>
}

/** What each service reports as unavailable; a service that does not respond is itself reported. */
export async function readLacks({ services, without, downSince }: Reached): Promise<Lack[]> {
  const found = await Promise.all(
    servicesWithout(without).map(async (service): Promise<Lack[]> => {
      try {
        const url = `${services[service].url}/health/ready`
        const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
        const { unavailable = [] } = (await response.json()) as { unavailable?: readonly Trouble[] }
        return unavailable.map(({ what, reason, since }) => ({ service, what, reason, sinceMs: Date.parse(since) }))
      } catch (error) {
        return [{ service, reason: reasonOf(error), sinceMs: downSince?.get(service) }]
      }
    }),
  )
  return found.flat()
}
