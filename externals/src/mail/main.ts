import { run } from '../process/run.ts'
import { createMail, readMailSettings } from './index.ts'

await run('mail', readMailSettings, createMail)
