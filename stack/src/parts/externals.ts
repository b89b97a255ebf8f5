import { join } from 'node:path'
import type { ExternalName } from '@bistro/client/names'
import { type StackContext, together } from '../context.ts'
import { privateDirectory } from '../files.ts'
import { smtpPort } from '../ports.ts'
import { externalsOf, settingsFor } from '../settings.ts'
import { nodeProcess, urlOf } from './node-process.ts'

/** Brings up the card provider, the carrier and the mail server. */
export async function startExternals(context: StackContext): Promise<void> {
  await together(
    context,
    externalsOf(context.settings).map((name) => startExternal(context, name)),
  )
}

async function startExternal(context: StackContext, name: ExternalName): Promise<void> {
  const spec = nodeProcess(context, name, `externals/src/${name}/main.ts`, externalEnvironment(context, name))
  await context.progress.during(name, spec.address, () => context.supervisor.launch(spec, context.signal))
}

/** What an external is told; its folder is made. */
export function externalEnvironment(context: StackContext, name: ExternalName): Record<string, string> {
  const directory = join(context.paths.externals, name)
  privateDirectory(directory)
  return {
    ...ownEnvironment(context, name),
    BISTRO_EXTERNAL_DATA_DIR: directory,
    ...settingsFor(context.settings, 'BISTRO_LOG_'),
  }
}

function ownEnvironment(context: StackContext, name: ExternalName): Record<string, string> {
  if (name === 'mail') return { BISTRO_SMTP_PORT: String(smtpPort(context.portBase)) }
  if (name === 'psp') return { ...settingsFor(context.settings, 'BISTRO_PSP_'), BISTRO_PSP_SECRET: context.secrets.psp }
  return {
    ...settingsFor(context.settings, 'BISTRO_CARRIER_'),
    BISTRO_CARRIER_WEBHOOK_URL: `${urlOf('shipping', context.portBase)}/carrier-events`,
    BISTRO_CARRIER_WEBHOOK_SECRETS: context.secrets.carrierWebhooks.join(','),
  }
}
