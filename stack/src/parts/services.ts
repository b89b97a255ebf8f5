import { join } from 'node:path'
import type { Application } from '@bistro/kit/process'
import { DATABASE_LOST_STATUS } from '@bistro/kit/runtime'
import { isServiceName, type ProgramName, type ServiceName } from '@bistro/services'
import { loadApplication, settingsOf } from '@bistro/services/definitions'
import { type StackContext, together } from '../context.ts'
import { faultsFileOf, ROOT } from '../paths.ts'
import { LOOPBACK, smtpPort } from '../ports.ts'
import type { ProcessSpec } from '../process/managed-process.ts'
import { relaysFromWal, servicesOf, settingsFor } from '../settings.ts'
import { bootstrapOf } from './kafka-clients.ts'
import { nodeProcess, placesOf, urlOf } from './node-process.ts'
import { postgresUrl } from './postgres.ts'
import { roleOf } from './postgres-database.ts'
import { registryUrl } from './registry.ts'

/** Brings the tables of a program up to date, as their owner: a step of deployment that the program itself may not take. */
export async function migrateProgram(context: StackContext, program: ProgramName): Promise<void> {
  const { migrate, migrateOwn } = await import('@bistro/kit/postgres')
  const run = isServiceName(program) ? migrate : migrateOwn
  const forWal = relaysFromWal(context.settings)
  await run({
    url: postgresUrl(context, program, 'owner'),
    directory: migrationsOf(program),
    appRole: roleOf(program, 'app'),
    forWal,
  })
}

/** Where the migrations of a program are. */
export const migrationsOf = (program: ProgramName): string =>
  join(ROOT, isServiceName(program) ? 'services' : 'apps', program, 'migrations')

/** Brings up all services side by side. */
export async function startServices(context: StackContext): Promise<void> {
  await together(
    context,
    servicesOf(context.settings).map(async (service) => {
      const spec = nodeProcess(
        context,
        service,
        `services/${service}/src/main.ts`,
        await environmentOf(context, service),
      )
      await context.progress.during(service, spec.address, () => launch(context, service, spec))
    }),
  )
}

/** Without its database a service stays away, and the others start: a restore needs them. */
async function launch({ supervisor, progress, signal }: StackContext, service: ServiceName, spec: ProcessSpec) {
  try {
    await supervisor.launch(spec, signal)
  } catch (error) {
    if (supervisor.endOf(service) !== `status ${DATABASE_LOST_STATUS}`) throw error
    progress.note(
      `${service} is NOT started: its database has no events, but its topic has. Until it is restored, sagas wait.`,
    )
    progress.note(`  Type, when the stack is up: npm run restore -- ${service} --from nothing   (or a backup)`)
  }
}

/** What a service is told. */
export async function environmentOf(context: StackContext, service: ServiceName): Promise<Record<string, string>> {
  return {
    BISTRO_POSTGRES_URL: postgresUrl(context, service, 'app'),
    BISTRO_KAFKA_BROKERS: bootstrapOf(context),
    BISTRO_KAFKA_USER: service,
    BISTRO_KAFKA_PASSWORD: context.secrets.kafka.users[service],
    BISTRO_REGISTRY_URL: registryUrl(context),
    BISTRO_OPERATOR_TOKEN: context.secrets.operator,
    ...settingsFor(context.settings, 'BISTRO_LOG_', 'BISTRO_FAULTS'),
    ...(relaysFromWal(context.settings) && {
      BISTRO_RELAY: 'wal',
      BISTRO_WAL_URL: postgresUrl(context, service, 'wal'),
    }),
    BISTRO_FAULTS_FILE: faultsFileOf(context.paths, service),
    ...ownSettings(context, await loadApplication(service)),
  }
}

/** What a service wants to know beside that: where the world outside is, and what the user has set. */
function ownSettings({ portBase, secrets, settings }: StackContext, application: Application): Record<string, string> {
  const known: Readonly<Record<string, string | undefined>> = {
    BISTRO_SMTP_URL: `smtp://${LOOPBACK}:${smtpPort(portBase)}`,
    BISTRO_ALERT_WEBHOOK_URL: `${urlOf('mail', portBase)}/webhooks/operators`,
    ...process.env,
    ...settings,
    BISTRO_PSP_URL: urlOf('psp', portBase),
    BISTRO_PSP_SECRET: secrets.psp,
    BISTRO_CARRIER_URL: urlOf('carrier', portBase),
    BISTRO_CARRIER_WEBHOOK_SECRETS: secrets.carrierWebhooks.join(','),
    BISTRO_SERVICES: placesOf(portBase),
    BISTRO_SITE_URL: urlOf('gateway', portBase),
  }
  return Object.fromEntries(
    settingsOf(application).flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]]])),
  )
}
