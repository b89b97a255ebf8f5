import { createCodec, fileSchemaIds } from '@bistro/events'
import { wire } from '@bistro/events/contract'
import { createHarness, type Harness } from '@bistro/kit/testing'
import { consumes } from '../src/domain/consumes.ts'
import type { Ports } from '../src/effects/ports.ts'
import { routes } from '../src/http/routes.ts'
import { notification } from '../src/service.ts'

export const startHarness = (ports: Ports): Promise<Harness> =>
  createHarness({
    service: notification,
    routes,
    ports,
    codec: createCodec(fileSchemaIds(), consumes),
    wire,
  })
