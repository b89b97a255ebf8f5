import { parse } from 'yaml'

interface Container {
  readonly restart?: string
  readonly mem_limit?: string
}

/** The limits of memory of all containers that keep running, in MiB. */
export function limitsIn(compose: string): number {
  const { services } = parse(compose, { merge: true, maxAliasCount: -1 }) as { services: Record<string, Container> }
  return Object.values(services)
    .filter(({ restart }) => restart === 'unless-stopped')
    .reduce((sum, { mem_limit }) => sum + Number.parseInt(mem_limit ?? '', 10), 0)
}
