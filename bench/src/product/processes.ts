import { EXTERNALS, type ServiceName, serviceIn, servicesWithout } from '@bistro/client'
import type { Product } from './product.ts'

/** Which part of the stack a process belongs to; one that is in none is a part of its own. */
export function partOf(name: string): string {
  if (serviceIn(name) !== undefined) return 'services'
  if (name.startsWith('postgres-')) return 'postgres'
  return (EXTERNALS as readonly string[]).includes(name) ? 'externals' : name
}

/** The processes that run now; of one part, or all. */
export const pidsOf = ({ status }: Product, part?: 'services' | 'postgres' | 'kafka' | 'externals'): number[] =>
  status().flatMap(({ name, pid }) => (pid !== undefined && (!part || partOf(name) === part) ? [pid] : []))

/** Starts, stops or kills the services, side by side. */
export async function eachService(
  { manifest }: Pick<Product, 'manifest'>,
  act: (service: ServiceName) => Promise<void>,
): Promise<void> {
  await Promise.all(servicesWithout(manifest.without).map((service) => act(service)))
}
