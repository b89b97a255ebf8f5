import { connectCodec } from '@bistro/events'
import { run } from '@bistro/kit/process'
import { application } from './application.ts'
import { consumes } from './domain/consumes.ts'

await run(application, (settings) => connectCodec({ ...settings, needs: consumes }))
