import { Random } from '@bistro/kit/faults'
import { SERVICES, type ServiceName } from '@bistro/services'

/** A connection of a service that goes through a proxy of this run. */
export interface Route {
  readonly name: string
  readonly service: ServiceName
  readonly to: 'postgres' | 'kafka' | 'registry' | 'psp' | 'carrier'
}

const SHARE = 0.5

/** About half of all connections, drawn from the seed: not all, as a proxy also hides failures, such as a refused connection. */
export function routesOf(seed: number): readonly Route[] {
  const random = new Random(seed, 0x40e5)
  const all = [
    ...SERVICES.flatMap((service) =>
      (['postgres', 'kafka', 'registry'] as const).map((to) => ({ service, to }) as const),
    ),
    { service: 'payment', to: 'psp' } as const,
    { service: 'shipping', to: 'carrier' } as const,
  ]
  return all.filter(() => random.chance(SHARE)).map((route) => ({ ...route, name: `${route.service}→${route.to}` }))
}
