import { createCodec, fileSchemaIds } from '@bistro/events'
import { wire } from '@bistro/events/contract'
import { type Bench, createBench } from '@bistro/kit/testing'
import { consumes } from '../src/domain/consumes.ts'
import type { Ports, Psp } from '../src/effects/psp.ts'
import { routes } from '../src/http/routes.ts'
import { createService } from '../src/service.ts'

export function startBench(psp: Psp, deadlineMs: number): Promise<Bench> {
  const ports: Ports = { psp }
  return createBench({
    service: createService({ deadlineMs, refundBackoffMs: 1 }),
    routes,
    ports,
    codec: createCodec(fileSchemaIds(), consumes),
    wire,
  })
}
