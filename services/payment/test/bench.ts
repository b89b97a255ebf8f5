import { ceTypeOf, createCodec, type EventType, fileSchemaIds, ownerOf, sourceOf } from '@bistro/events'
import { type Bench, createBench } from '@bistro/kit/testing'
import type { Ports, Psp } from '../src/effects/psp.ts'
import { routes } from '../src/http/routes.ts'
import { createService } from '../src/service.ts'

export function startBench(psp: Psp, deadlineMs: number): Promise<Bench> {
  const ports: Ports = { psp }
  return createBench({
    service: createService({ deadlineMs, refundBackoffMs: 1 }),
    routes,
    ports,
    codec: createCodec(fileSchemaIds()),
    wire: {
      sourceOf: (type) => sourceOf(ownerOf(type as EventType)),
      ceTypeOf: (type) => ceTypeOf(type as EventType),
    },
  })
}
