import type { Manifest, Mode, ServiceAccess } from '@bistro/client/manifest'
import { topicsOf } from '@bistro/events'
import { forEachService, type ServiceName } from '@bistro/services'
import type { StackContext } from './context.ts'
import { urlOf } from './parts/node-process.ts'
import { DATABASE, roleOf } from './parts/postgres-database.ts'
import { registryCredentials, registryUrl } from './parts/registry.ts'
import { addressOf, LOOPBACK, portOf } from './ports.ts'

/** The manifest of a stack whose processes all run. */
export function describe(context: StackContext, mode: Mode): Manifest {
  const { portBase, secrets, supervisor } = context
  const login = (user: 'reader' | 'admin') => ({ user, password: secrets.kafka.users[user] })
  return {
    version: 1,
    mode,
    portBase,
    processes: supervisor
      .status()
      .flatMap(({ name, pid, address, container }) => (pid ? [{ name, pid, address, container }] : [])),
    services: forEachService((service) => accessTo(context, service)),
    kafka: {
      bootstrap: addressOf('kafka', portBase),
      securityProtocol: 'SASL_PLAINTEXT',
      mechanism: 'SCRAM-SHA-512',
      reader: login('reader'),
      admin: login('admin'),
    },
    registry: { url: registryUrl(context), deployment: registryCredentials(context) },
    psp: { url: urlOf('psp', portBase) },
    carrier: { url: urlOf('carrier', portBase), webhookSecrets: secrets.carrierWebhooks },
    operator: { token: secrets.operator },
  }
}

function accessTo({ portBase, secrets }: StackContext, service: ServiceName): ServiceAccess {
  return {
    url: urlOf(service, portBase),
    postgres: {
      host: LOOPBACK,
      port: portOf(`postgres-${service}`, portBase),
      database: DATABASE,
      user: roleOf(service, 'app'),
      password: secrets.postgres[service].app,
    },
    kafka: { user: service, password: secrets.kafka.users[service], topic: topicsOf(service)[0], group: service },
  }
}
