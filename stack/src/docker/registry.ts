import type { StackContext } from '../context.ts'
import {
  accessProperties,
  asEnvironment,
  HEAP_MEGABYTES,
  registryAnswers,
  secretEnvironment,
  storageProperties,
} from '../parts/registry.ts'
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
      ...asEnvironment({ ...storageProperties(VOLUME), ...accessProperties }),
      JAVA_OPTS_APPEND: `-Xmx${HEAP_MEGABYTES}m -XX:TieredStopAtLevel=1`,
    },
    secrets: secretEnvironment(context),
    stopSignal: 'SIGTERM',
    isReady: () => registryAnswers(context),
  })
