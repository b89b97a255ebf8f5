import { brokenIn, type FaultPlan } from '@bistro/kit/faults'
import type { Manifest } from './manifest.ts'
import { SERVICES, type ServiceName } from './names.ts'

const TIMEOUT_MS = 3_000

/** A service that may be broken on purpose. */
export interface Breakable {
  readonly service: ServiceName
  /** What is broken in it now, in words. */
  readonly broken: readonly string[]
}

/** The services that run with BISTRO_FAULTS=on; one that does not respond is left out. */
export async function readFaults({ services }: Pick<Manifest, 'services'>): Promise<readonly Breakable[]> {
  const found = await Promise.all(
    SERVICES.map(async (service): Promise<Breakable[]> => {
      try {
        const url = `${services[service].url}/health/ready`
        const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
        const { faults } = (await response.json()) as { readonly faults?: FaultPlan }
        return faults ? [{ service, broken: brokenIn(faults) }] : []
      } catch {
        return []
      }
    }),
  )
  return found.flat()
}
