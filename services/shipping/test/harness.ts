import { createCodec, fileSchemaIds } from '@bistro/events'
import { wire } from '@bistro/events/contract'
import { createHarness, type Harness } from '@bistro/kit/testing'
import { consumes } from '../src/domain/consumes.ts'
import type { Carrier, Ports } from '../src/effects/carrier.ts'
import { createRoutes } from '../src/http/routes.ts'
import { createService } from '../src/service.ts'

export const SECRETS = ['new', 'old'] as const

export function startBench(carrier: Carrier, trackingMs: number): Promise<Harness> {
  const ports: Ports = { carrier }
  return createHarness({
    service: createService({ trackingMs }),
    routes: createRoutes({ webhookSecrets: SECRETS }),
    ports,
    codec: createCodec(fileSchemaIds(), consumes),
    wire,
  })
}
