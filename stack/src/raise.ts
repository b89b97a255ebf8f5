import { type StackContext, together } from './context.ts'
import { SERVICES } from './names.ts'
import { raiseExternals } from './parts/externals.ts'
import { raiseKafka } from './parts/kafka.ts'
import { raiseMemory } from './parts/memory.ts'
import { raisePostgres } from './parts/postgres.ts'
import { initialiseServers } from './parts/postgres-initial.ts'
import { postgresPlace } from './parts/postgres-place.ts'
import { raiseRegistry } from './parts/registry.ts'
import { deployRegistry, migrateService, raiseServices } from './parts/services.ts'

/** Brings up what the services stand on: Postgres servers, broker and registry, side by side. */
export async function raiseInfrastructure(context: StackContext, javaVersion: string): Promise<void> {
  await together(context, [
    raiseAllPostgres(context),
    raiseKafka(context, javaVersion),
    raiseRegistry(context, javaVersion),
  ])
}

/** Brings up everything. Each step waits for what it needs and for nothing else. */
export async function raiseEverything(context: StackContext, javaVersion: string): Promise<void> {
  const { progress } = context
  await together(context, [
    raiseAllPostgres(context, async (service) => migrateService(context, service)),
    raiseKafka(context, javaVersion),
    raiseRegistry(context, javaVersion).then(() => deployRegistry(context)),
    raiseExternals(context),
  ])
  await progress.during('services', 'all five are ready', () => raiseServices(context))
}

/** Brings up real Postgres servers, and everything else in one process. */
export async function raiseInMemory(context: StackContext): Promise<void> {
  await raiseAllPostgres(context, async (service) => migrateService(context, service))
  await raiseMemory(context)
}

async function raiseAllPostgres(
  context: StackContext,
  whenUp: (service: (typeof SERVICES)[number]) => Promise<void> = async () => {},
): Promise<void> {
  const place = postgresPlace(context.paths.postgres)
  await initialiseServers(context, place)
  await together(
    context,
    SERVICES.map((service) => raisePostgres(context, place, service).then(() => whenUp(service))),
  )
}
