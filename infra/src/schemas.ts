import { deploySchemas } from '@bistro/events/deploy'
import { need } from './environment.ts'

await deploySchemas({ registryUrl: need('BISTRO_REGISTRY_URL'), onProgress: console.log })
