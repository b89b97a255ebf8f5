import { createCodec, fileSchemaIds } from '@bistro/events'
import { wire } from '@bistro/events/contract'
import { type Bench, createBench } from '@bistro/kit/testing'
import { consumes } from '../src/domain/consumes.ts'
import { routes } from '../src/http/routes.ts'
import { reservation } from '../src/service.ts'

export const startBench = (): Promise<Bench> =>
  createBench({
    service: reservation,
    routes,
    codec: createCodec(fileSchemaIds(), consumes),
    wire,
  })
