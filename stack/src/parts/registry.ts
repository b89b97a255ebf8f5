import { join } from 'node:path'
import type { StackContext } from '../context.ts'
import { privateDirectory } from '../files.ts'
import { addressOf, LOOPBACK, portOf } from '../ports.ts'
import type { ProcessSpec } from '../process/managed-process.ts'
import { registryJars } from './downloads.ts'
import { archiveMaker, javaFlags } from './java.ts'
import { respondsOk } from './probe.ts'

const HEAP_MEGABYTES = 256
const RUNNER = 'apicurio-registry-app-3.0.9-runner.jar'

/** The base of the registry's Confluent API. */
export const registryUrl = (context: StackContext): string =>
  `http://${addressOf('registry', context.portBase)}/apis/ccompat/v7`

/** Brings up the schema registry on its kept storage. */
export async function raiseRegistry(context: StackContext, javaVersion: string): Promise<void> {
  const jars = await registryJars(context)
  const spec = registrySpec(context, jars, javaVersion)
  await context.progress.during('registry', spec.address, () => context.supervisor.launch(spec, context.signal))
}

function registrySpec(context: StackContext, jars: string, javaVersion: string): ProcessSpec {
  privateDirectory(context.paths.registry)
  const archive = archiveMaker('registry', javaVersion)
  const flags = [...javaFlags('registry', javaVersion, HEAP_MEGABYTES), ...archive.flags]
  const properties = {
    'quarkus.http.host': LOOPBACK,
    'quarkus.http.port': String(portOf('registry', context.portBase)),
    'quarkus.log.level': 'WARN',
    'quarkus.banner.enabled': 'false',
    // Kept in a file: records outlive the registry's process, so must the ids in them.
    'apicurio.storage.kind': 'sql',
    'apicurio.storage.sql.kind': 'h2',
    'apicurio.datasource.url': `jdbc:h2:file:${join(context.paths.registry, 'registry')}`,
  }
  return {
    name: 'registry',
    address: addressOf('registry', context.portBase),
    program: 'java',
    args: [
      ...flags,
      ...Object.entries(properties).map(([key, value]) => `-D${key}=${value}`),
      '-jar',
      join(jars, RUNNER),
    ],
    cwd: jars,
    stopSignal: 'SIGTERM',
    isReady: () => respondsOk(`${registryUrl(context)}/subjects`),
    afterStop: archive.afterStop,
  }
}
