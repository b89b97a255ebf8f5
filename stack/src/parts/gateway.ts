import type { StackContext } from '../context.ts'
import { controlSocket } from '../paths.ts'
import { hasGateway, settingsFor } from '../settings.ts'
import { bootstrapOf } from './kafka-clients.ts'
import { nodeProcess, placesOf } from './node-process.ts'
import { postgresUrl } from './postgres.ts'
import { registryUrl } from './registry.ts'

/** Brings up the gateway, unless it is left out. It is ready when it reads. */
export async function startGateway(context: StackContext, console: string | undefined): Promise<void> {
  if (!hasGateway(context.settings)) return
  const spec = nodeProcess(context, 'gateway', 'apps/gateway/src/main.ts', {
    ...gatewayEnvironment(context, console),
    BISTRO_KAFKA_BROKERS: bootstrapOf(context),
    BISTRO_KAFKA_USER: 'gateway',
    BISTRO_KAFKA_PASSWORD: context.secrets.kafka.users.gateway,
    BISTRO_REGISTRY_URL: registryUrl(context),
  })
  await context.progress.during('gateway', spec.address, () => context.supervisor.launch(spec, context.signal))
}

/** What the gateway is told, with Kafka or without. @param console the folder with its built files */
export function gatewayEnvironment(context: StackContext, console: string | undefined): Record<string, string> {
  const { portBase, secrets, settings, paths } = context
  return {
    BISTRO_POSTGRES_URL: postgresUrl(context, 'gateway', 'app'),
    BISTRO_OPERATOR_TOKEN: secrets.operator,
    BISTRO_SERVICES: placesOf(portBase),
    BISTRO_CONTROL_SOCKET: controlSocket(paths.root),
    BISTRO_MANIFEST: paths.manifest,
    ...(console !== undefined && { BISTRO_CONSOLE_DIR: console }),
    ...settingsFor(settings, 'BISTRO_LOG_'),
  }
}
