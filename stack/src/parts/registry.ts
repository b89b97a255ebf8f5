import type { StackContext } from '../context.ts'
import type { GroundPart } from '../ground.ts'
import { addressOf } from '../ports.ts'
import { respondsOk } from './probe.ts'

export const HEAP_MEGABYTES = 256

/** The base of the registry's Confluent API. */
export const registryUrl = (context: StackContext): string =>
  `http://${addressOf('registry', context.portBase)}/apis/ccompat/v7`

/** Brings up the schema registry on its kept storage. */
export async function raiseRegistry(context: StackContext, part: GroundPart): Promise<void> {
  await part.fetch()
  await context.progress.during('registry', addressOf('registry', context.portBase), async () =>
    context.supervisor.launch(await part.prepare(), context.signal),
  )
}

/** Whether the registry takes requests; throws while nothing listens. */
export const registryAnswers = (context: StackContext): Promise<boolean> =>
  respondsOk(`${registryUrl(context)}/subjects`)

/** How it logs and where it keeps its schemas: in a file, because records outlive its process, so must the ids in them. */
export const storageProperties = (directory: string): Record<string, string> => ({
  'quarkus.log.level': 'WARN',
  'quarkus.banner.enabled': 'false',
  'apicurio.storage.kind': 'sql',
  'apicurio.storage.sql.kind': 'h2',
  'apicurio.datasource.url': `jdbc:h2:file:${directory}/registry;WRITE_DELAY=0`,
})
