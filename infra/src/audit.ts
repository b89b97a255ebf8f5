import { auditStack } from '@bistro/cli'
import { manifestInside } from './manifest.ts'

process.exit(await auditStack(manifestInside()))
