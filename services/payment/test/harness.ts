import { createCodec, fileSchemaIds } from '@bistro/events'
import { wire } from '@bistro/events/contract'
import { createHarness, type Harness } from '@bistro/kit/testing'
import { consumes } from '../src/domain/consumes.ts'
import type { Ports, Psp } from '../src/effects/psp.ts'
import { routes } from '../src/http/routes.ts'
import { createService } from '../src/service.ts'

export function startBench(psp: Psp, deadlineMs: number): Promise<Harness> {
  const ports: Ports = { psp }
  return createHarness({
    service: createService({ deadlineMs, refundBackoffMs: 1 }),
    routes,
    ports,
    codec: createCodec(fileSchemaIds(), consumes),
    wire,
  })
}
