import type { PartName } from '@bistro/client/names'
import { forEachServiceAtOnce } from '@bistro/services'
import type { StackContext } from '../context.ts'
import type { MemoryPlan } from '../memory/plan.ts'
import { portOf } from '../ports.ts'
import { externalsOf, hasGateway, leftOut } from '../settings.ts'
import { externalEnvironment } from './externals.ts'
import { gatewayEnvironment } from './gateway.ts'
import { nodeProcess } from './node-process.ts'
import { environmentOf } from './services.ts'

/** Brings up the one process of memory mode: services, externals, gateway and an in-memory log. */
export async function startMemory(context: StackContext, console: string | undefined): Promise<void> {
  const spec = nodeProcess(context, 'memory', 'stack/src/memory/main.ts', {
    BISTRO_MEMORY_PLAN: JSON.stringify(await planOf(context, console)),
  })
  await context.progress.during('memory', 'services, externals and log in one process', () =>
    context.supervisor.launch(spec, context.signal),
  )
}

async function planOf(context: StackContext, console: string | undefined): Promise<MemoryPlan> {
  const withPort = (name: PartName, env: Record<string, string>): Record<string, string> => ({
    ...env,
    BISTRO_HTTP_PORT: String(portOf(name, context.portBase)),
  })
  return {
    logPort: portOf('memory', context.portBase),
    psp: withPort('psp', externalEnvironment(context, 'psp')),
    carrier: withPort('carrier', externalEnvironment(context, 'carrier')),
    ...(externalsOf(context.settings).includes('mail') && {
      mail: withPort('mail', externalEnvironment(context, 'mail')),
    }),
    without: leftOut(context.settings),
    services: await forEachServiceAtOnce(async (name) => withPort(name, await environmentOf(context, name))),
    ...(hasGateway(context.settings) && { gateway: withPort('gateway', gatewayEnvironment(context, console)) }),
  }
}
