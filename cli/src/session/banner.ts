import type { Manifest, ServiceAccess } from '@bistro/client/manifest'
import { servicesWithout } from '@bistro/client/names'
import { say, style } from '../terminal/style.ts'

/** What is real, and where it listens. */
export function sayBanner(manifest: Manifest): void {
  const { kafka, registry, psp, carrier, mail, services } = manifest
  const running = servicesWithout(manifest.without)
  const where = manifest.mode === 'docker' ? ', in Docker' : ''
  const isReal = manifest.mode !== 'memory'
  say()
  if (!isReal) {
    say(style.yellow('NO KAFKA: events go through an in-memory log, in one process with the services.'))
    say(style.yellow('This shows nothing about Kafka. Kafka needs Docker, or Java 17 and Maven: npm run doctor'))
    say()
  }
  line('services', range(running.map((service) => services[service].url)), `${running.join(', ')}; reference at /docs`)
  const servers = running.map((service) => `${services[service].postgres.host}:${services[service].postgres.port}`)
  line('postgres', range(servers), `real${where}: one PostgreSQL 18 server per service, in the same order`)
  if (isReal) {
    line('kafka', kafka.bootstrap, `real${where}: Kafka 4.3, one SCRAM user and its rights per service`)
    line('registry', registry.url, `real${where}: Apicurio 3`)
  }
  line(
    'outside',
    range([psp.url, carrier.url]),
    `simulated card provider and carrier${isReal ? ', a process each' : ''}`,
  )
  if (mail) line('mail', mail.url, 'what guests and operators are sent')
  if (manifest.gateway) line('console', consoleUrl(manifest.gateway, manifest), '')
  say()
}

/** The console's address for an operator: a browser keeps what follows `#` to itself. */
export const consoleUrl = ({ url }: Pick<ServiceAccess, 'url'>, { operator }: Pick<Manifest, 'operator'>): string =>
  `${url}/#operator=${operator.token}`

/** The first address, and the last one's port. */
const range = (addresses: readonly string[]): string => `${addresses[0]} ... ${addresses.at(-1)?.split(':').at(-1)}`

const NAME_WIDTH = 10
const WHERE_WIDTH = 38

const line = (name: string, where: string, what: string): void =>
  say(`  ${style.bold(name.padEnd(NAME_WIDTH))} ${where.padEnd(WHERE_WIDTH)} ${style.dim(what)}`.trimEnd())
