import { connectCodec } from '@bistro/events'
import { run } from '@bistro/kit/process'
import { application } from './application.ts'

await run(application, connectCodec)
