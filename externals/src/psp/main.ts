import { run } from '../process/run.ts'
import { createPsp, readPspSettings } from './index.ts'

await run('psp', readPspSettings, createPsp)
