import type { Credentials } from '@bistro/client/manifest'
import type { StackContext } from '../context.ts'
import type { InfrastructurePart } from '../infrastructure.ts'
import { addressOf } from '../ports.ts'
import type { Secrets } from '../secrets.ts'
import { respondsOk } from './probe.ts'

export const HEAP_MEGABYTES = 256

/** The base of the registry's Confluent API. */
export const registryUrl = ({ portBase }: Pick<StackContext, 'portBase'>): string =>
  `http://${addressOf('registry', portBase)}/apis/ccompat/v7`

/** Brings up the schema registry on its kept storage. */
export async function startRegistry(context: StackContext, part: InfrastructurePart): Promise<void> {
  await part.fetch()
  await context.progress.during('registry', addressOf('registry', context.portBase), async () =>
    context.supervisor.launch(await part.prepare(), context.signal),
  )
}

/** Whether the registry takes requests; throws while nothing listens. */
export const registryAnswers = (context: StackContext): Promise<boolean> =>
  respondsOk(`${registryUrl(context)}/subjects`)

/** Who alone may write there; anybody may read. */
export const registryCredentials = ({ secrets }: { readonly secrets: Pick<Secrets, 'registry'> }): Credentials => ({
  user: DEPLOYMENT,
  password: secrets.registry,
})

const DEPLOYMENT = 'deployment'

/** Whoever gives no password may read, and look up and judge by POST; for all else the registry wants deployment's. */
export const accessProperties: Readonly<Record<string, string>> = {
  'quarkus.http.auth.basic': 'true',
  'quarkus.security.users.embedded.plain-text': 'true',
  [`quarkus.security.users.embedded.roles.${DEPLOYMENT}`]: DEPLOYMENT,
  'apicurio.auth.anonymous-read-access.enabled': 'true',
  // A few calls that it leaves open itself: what neither reads nor may be a question is refused before it is looked at.
  'quarkus.http.auth.permission.questions.paths': '/*',
  'quarkus.http.auth.permission.questions.methods': 'GET,HEAD,OPTIONS,POST',
  'quarkus.http.auth.permission.questions.policy': 'permit',
  'quarkus.http.auth.permission.changes.paths': '/*',
  'quarkus.http.auth.permission.changes.methods': 'PUT,PATCH,DELETE',
  'quarkus.http.auth.permission.changes.policy': 'authenticated',
  // Refusals of strangers would fill the disk.
  'quarkus.http.access-log.enabled': 'false',
}

/** As environment variables: everybody on the machine may read the arguments of a program. */
export const secretEnvironment = ({ secrets }: Pick<StackContext, 'secrets'>): Record<string, string> =>
  asEnvironment({ [`quarkus.security.users.embedded.users.${DEPLOYMENT}`]: secrets.registry })

/** Properties as the image takes them: `quarkus.log.level` by QUARKUS_LOG_LEVEL. */
export const asEnvironment = (properties: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [variableOf(name), value]))

const variableOf = (property: string): string => property.toUpperCase().replaceAll(/[.-]/g, '_')

/** How it logs and where it keeps its schemas: in a file, because records outlive its process, so must the ids in them. */
export const storageProperties = (directory: string): Record<string, string> => ({
  'quarkus.log.level': 'WARN',
  'quarkus.banner.enabled': 'false',
  'apicurio.storage.kind': 'sql',
  'apicurio.storage.sql.kind': 'h2',
  'apicurio.datasource.url': `jdbc:h2:file:${directory}/registry;WRITE_DELAY=0`,
})
