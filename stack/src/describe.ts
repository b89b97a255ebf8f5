import type { Manifest, Mode, ServiceAccess } from '@bistro/client/manifest'
import { topicsOf } from '@bistro/events'
import { forEachService, type ProgramName, type ServiceName } from '@bistro/services'
import type { StackContext } from './context.ts'
import { bootstrapOf } from './parts/kafka-clients.ts'
import { urlOf } from './parts/node-process.ts'
import { DATABASE, roleOf } from './parts/postgres-database.ts'
import { registryCredentials, registryUrl } from './parts/registry.ts'
import { addressOf, LOOPBACK, portOf, smtpPort } from './ports.ts'
import type { PostgresPasswords, Secrets } from './secrets.ts'
import { hasGateway, leftOut } from './settings.ts'

/** The secrets that a manifest tells. */
export interface ToldSecrets extends Pick<Secrets, 'carrierWebhooks' | 'operator' | 'registry'> {
  readonly kafka: Pick<Secrets['kafka'], 'users'>
  readonly postgres: Readonly<Record<ProgramName, Pick<PostgresPasswords, 'app'>>>
}

/** The manifest of a stack whose processes all run. */
export function describe(context: StackContext, mode: Mode): Manifest {
  const { portBase, secrets, settings, supervisor } = context
  const processes = supervisor
    .status()
    .flatMap(({ name, pid, address, container }) => (pid ? [{ name, pid, address, container }] : []))
  const manifest = manifestOf({ mode, portBase, processes }, secrets, {
    withGateway: hasGateway(settings),
    without: leftOut(settings),
  })
  return { ...manifest, kafka: { ...manifest.kafka, bootstrap: bootstrapOf(context) } }
}

/** The manifest of a system whose ports are those of this machine, with one broker. */
export function manifestOf(
  { mode, portBase, processes }: Pick<Manifest, 'mode' | 'portBase' | 'processes'>,
  secrets: ToldSecrets,
  { withGateway, without }: { readonly withGateway: boolean; readonly without: readonly ServiceName[] },
): Manifest {
  const login = (user: 'reader' | 'history' | 'admin') => ({ user, password: secrets.kafka.users[user] })
  return {
    version: 1,
    mode,
    portBase,
    processes,
    services: forEachService((service) => accessTo(service, portBase, secrets)),
    ...(without.length > 0 && { without }),
    ...(withGateway && { gateway: accessTo('gateway', portBase, secrets) }),
    kafka: {
      bootstrap: addressOf('kafka', portBase),
      securityProtocol: 'SASL_PLAINTEXT',
      mechanism: 'SCRAM-SHA-512',
      reader: login('reader'),
      history: login('history'),
      admin: login('admin'),
    },
    registry: { url: registryUrl({ portBase }), deployment: registryCredentials({ secrets }) },
    psp: { url: urlOf('psp', portBase) },
    carrier: { url: urlOf('carrier', portBase), webhookSecrets: secrets.carrierWebhooks },
    ...(without.length === 0 && {
      mail: { url: urlOf('mail', portBase), smtp: `smtp://${LOOPBACK}:${smtpPort(portBase)}` },
    }),
    operator: { token: secrets.operator },
  }
}

function accessTo(program: ProgramName, portBase: number, secrets: ToldSecrets): ServiceAccess {
  return {
    url: urlOf(program, portBase),
    postgres: {
      host: LOOPBACK,
      port: portOf(`postgres-${program}`, portBase),
      database: DATABASE,
      user: roleOf(program, 'app'),
      password: secrets.postgres[program].app,
    },
    kafka: { user: program, password: secrets.kafka.users[program], topic: topicsOf(program)[0], group: program },
  }
}
