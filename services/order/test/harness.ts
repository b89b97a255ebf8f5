import { createCodec, fileSchemaIds } from '@bistro/events'
import { wire } from '@bistro/events/contract'
import { createHarness, type Harness } from '@bistro/kit/testing'
import { consumes } from '../src/domain/consumes.ts'
import { routes } from '../src/http/routes.ts'
import { order } from '../src/service.ts'

export const startBench = (): Promise<Harness> =>
  createHarness({
    service: order,
    routes,
    codec: createCodec(fileSchemaIds(), consumes),
    wire,
  })
