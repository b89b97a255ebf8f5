import { SERVICES, type ServiceName } from '@bistro/client/names'
import { type StackContext, together } from './context.ts'
import type { Ground } from './ground.ts'
import { raiseExternals } from './parts/externals.ts'
import { raiseKafka } from './parts/kafka.ts'
import { raiseMemory } from './parts/memory.ts'
import { raisePostgres } from './parts/postgres.ts'
import { raiseRegistry } from './parts/registry.ts'
import { deployRegistry } from './parts/schemas.ts'
import { migrateService, raiseServices } from './parts/services.ts'

/** Brings up what the services stand on: Postgres servers, broker and registry, side by side. */
export async function raiseInfrastructure(context: StackContext, ground: Ground): Promise<void> {
  await together(context, [
    raiseAllPostgres(context, ground),
    raiseKafka(context, ground.kafka),
    raiseRegistry(context, ground.registry),
  ])
}

/** Brings up everything. Each step waits for what it needs and for nothing else. */
export async function raiseEverything(context: StackContext, ground: Ground): Promise<void> {
  const { progress } = context
  await together(context, [
    raiseAllPostgres(context, ground, async (service) => migrateService(context, service)),
    raiseKafka(context, ground.kafka),
    raiseRegistry(context, ground.registry).then(() => deployRegistry(context)),
    raiseExternals(context),
  ])
  await progress.during('services', 'all are ready', () => raiseServices(context))
}

/** Brings up real Postgres servers, and everything else in one process. */
export async function raiseInMemory(context: StackContext, ground: Ground): Promise<void> {
  await raiseAllPostgres(context, ground, async (service) => migrateService(context, service))
  await raiseMemory(context)
}

async function raiseAllPostgres(
  context: StackContext,
  ground: Ground,
  whenUp: (service: ServiceName) => Promise<void> = async () => {},
): Promise<void> {
  await together(
    context,
    SERVICES.map((service) => raisePostgres(context, ground.postgres(service), service).then(() => whenUp(service))),
  )
}
