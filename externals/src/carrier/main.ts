import { run } from '../process/run.ts'
import { createCarrier, readCarrierSettings } from './index.ts'

await run('carrier', readCarrierSettings, createCarrier)
