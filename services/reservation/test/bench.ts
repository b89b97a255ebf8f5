import { ceTypeOf, createCodec, type EventType, fileSchemaIds, ownerOf, sourceOf } from '@bistro/events'
import { type Bench, createBench } from '@bistro/kit/testing'
import { routes } from '../src/http/routes.ts'
import { reservation } from '../src/service.ts'

export const startBench = (): Promise<Bench> =>
  createBench({
    service: reservation,
    routes,
    codec: createCodec(fileSchemaIds()),
    wire: {
      sourceOf: (type) => sourceOf(ownerOf(type as EventType)),
      ceTypeOf: (type) => ceTypeOf(type as EventType),
    },
  })
