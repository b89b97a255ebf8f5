import { auditStack } from '@bistro/stack'
import { manifestInside } from './manifest.ts'

process.exit(await auditStack(manifestInside()))
