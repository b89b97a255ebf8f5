import type { Application } from '@bistro/kit/process'
import Type, { type Static } from 'typebox'
import { breaks } from './breaks.ts'
import { httpPsp } from './effects/http-psp.ts'
import type { Ports } from './effects/psp.ts'
import { routes } from './http/routes.ts'
import { createService } from './service.ts'

const Settings = Type.Object({
  BISTRO_PSP_URL: Type.String({ format: 'uri' }),
  BISTRO_PSP_SECRET: Type.String({ minLength: 1, secret: true }),
  BISTRO_PAYMENT_DEADLINE_MS: Type.Integer({ minimum: 1, default: 8_000 }),
  BISTRO_REFUND_BACKOFF_MS: Type.Integer({ minimum: 0, default: 1_000 }),
})

export const application: Application<Static<typeof Settings>> = {
  name: 'payment',
  settings: Settings,
  breaks,
  build: (settings, connect) => {
    const psp = httpPsp({ url: settings.BISTRO_PSP_URL, secret: settings.BISTRO_PSP_SECRET }, connect)
    const ports: Ports = { psp }
    const service = createService({
      deadlineMs: settings.BISTRO_PAYMENT_DEADLINE_MS,
      refundBackoffMs: settings.BISTRO_REFUND_BACKOFF_MS,
    })
    return { service, routes, ports }
  },
}
