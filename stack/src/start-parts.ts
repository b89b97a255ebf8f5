import type { ProgramName } from '@bistro/client/names'
import { type StackContext, together } from './context.ts'
import type { Infrastructure } from './infrastructure.ts'
import { consoleDirectory } from './parts/console.ts'
import { startExternals } from './parts/externals.ts'
import { startGateway } from './parts/gateway.ts'
import { startKafka } from './parts/kafka.ts'
import { startMemory } from './parts/memory.ts'
import { startPostgres } from './parts/postgres.ts'
import { startRegistry } from './parts/registry.ts'
import { deployRegistry } from './parts/schemas.ts'
import { migrateProgram, startServices } from './parts/services.ts'
import { programsOf } from './settings.ts'

/** Brings up what the services stand on: Postgres servers, broker and registry, side by side. */
export async function startInfrastructure(context: StackContext, infrastructure: Infrastructure): Promise<void> {
  await together(context, [
    startAllPostgres(context, infrastructure),
    startKafka(context, infrastructure.kafka),
    startRegistry(context, infrastructure.registry),
  ])
}

/** Brings up everything. Each step waits for what it needs and for nothing else. */
export async function startEverything(context: StackContext, infrastructure: Infrastructure): Promise<void> {
  const { progress } = context
  const console = consoleDirectory(context)
  await together(context, [
    console.then(() => {}),
    startAllPostgres(context, infrastructure, async (program) => migrateProgram(context, program)),
    startKafka(context, infrastructure.kafka),
    startRegistry(context, infrastructure.registry).then(() => deployRegistry(context)),
    startExternals(context),
  ])
  await together(context, [
    progress.during('services', 'all are ready', () => startServices(context)),
    startGateway(context, await console),
  ])
}

/** Brings up real Postgres servers, and everything else in one process. */
export async function startInMemory(context: StackContext, infrastructure: Infrastructure): Promise<void> {
  const console = consoleDirectory(context)
  await together(context, [
    console.then(() => {}),
    startAllPostgres(context, infrastructure, async (program) => migrateProgram(context, program)),
  ])
  await startMemory(context, await console)
}

async function startAllPostgres(
  context: StackContext,
  infrastructure: Infrastructure,
  whenUp: (program: ProgramName) => Promise<void> = async () => {},
): Promise<void> {
  await together(
    context,
    programsOf(context.settings).map((program) =>
      startPostgres(context, infrastructure.postgres(program), program).then(() => whenUp(program)),
    ),
  )
}
