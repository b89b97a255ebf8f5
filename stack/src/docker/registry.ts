import type { StackContext } from '../context.ts'
import { HEAP_MEGABYTES, registryAnswers, storageProperties } from '../parts/registry.ts'
import type { ProcessSpec } from '../process/managed-process.ts'
import { containerSpec } from './container.ts'
import { IMAGES } from './images.ts'

const PORT = 8080
/** The one folder in every Linux image that anybody may write to and that is meant to be kept. */
const VOLUME = '/var/tmp'
const MEMORY_MEGABYTES = 512

/** The schema registry, as the image starts it. */
export const registryContainer = (context: StackContext): ProcessSpec =>
  containerSpec(context, {
    name: 'registry',
    image: IMAGES.registry,
    port: PORT,
    data: VOLUME,
    memoryMegabytes: MEMORY_MEGABYTES,
    env: {
      ...asEnvironment(storageProperties(VOLUME)),
      JAVA_OPTS_APPEND: `-Xmx${HEAP_MEGABYTES}m -XX:TieredStopAtLevel=1`,
    },
    stopSignal: 'SIGTERM',
    isReady: () => registryAnswers(context),
  })

/** As the image takes them: `quarkus.log.level` by QUARKUS_LOG_LEVEL. */
const asEnvironment = (properties: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name.toUpperCase().replaceAll('.', '_'), value]),
  )
