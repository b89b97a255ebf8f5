import { join } from 'node:path'
import type { StackContext } from '../context.ts'
import { privateDirectory } from '../files.ts'
import type { InfrastructurePart } from '../infrastructure.ts'
import { addressOf, LOOPBACK, portOf } from '../ports.ts'
import type { ProcessSpec } from '../process/managed-process.ts'
import { REGISTRY_VERSION, registryJars } from './downloads.ts'
import { archiveMaker, javaFlags } from './java.ts'
import { accessProperties, HEAP_MEGABYTES, registryAnswers, secretEnvironment, storageProperties } from './registry.ts'

const RUNNER = `apicurio-registry-app-${REGISTRY_VERSION}-runner.jar`

/** The registry as a process of this machine, from an archive that Maven has downloaded. */
export const localRegistry = (context: StackContext, javaVersion: string): InfrastructurePart => ({
  fetch: async () => void (await registryJars(context)),
  prepare: async () => registrySpec(context, await registryJars(context), javaVersion),
})

function registrySpec(context: StackContext, jars: string, javaVersion: string): ProcessSpec {
  privateDirectory(context.paths.registry)
  const archive = archiveMaker('registry', javaVersion)
  const flags = [...javaFlags('registry', javaVersion, HEAP_MEGABYTES), ...archive.flags]
  const properties = {
    'quarkus.http.host': LOOPBACK,
    'quarkus.http.port': String(portOf('registry', context.portBase)),
    ...storageProperties(context.paths.registry),
    ...accessProperties,
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
    env: secretEnvironment(context),
    cwd: jars,
    stopSignal: 'SIGTERM',
    isReady: () => registryAnswers(context),
    afterStop: archive.afterStop,
  }
}
