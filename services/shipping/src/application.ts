import type { Application } from '@bistro/kit/process'
import Type, { type Static } from 'typebox'
import { breaks } from './breaks.ts'
import type { Ports } from './effects/carrier.ts'
import { httpCarrier } from './effects/http-carrier.ts'
import { createRoutes } from './http/routes.ts'
import { createService } from './service.ts'

/** Webhooks usually arrive within seconds: polling covers those that do not. */
const TRACKING_MS = 30_000

const Settings = Type.Object({
  BISTRO_CARRIER_URL: Type.String({ format: 'uri' }),
  /** Comma separated. */
  BISTRO_CARRIER_WEBHOOK_SECRETS: Type.String({ pattern: '[^,\\s]', secret: true }),
})

export const application: Application<Static<typeof Settings>> = {
  name: 'shipping',
  settings: Settings,
  breaks,
  build: (settings, connect) => {
    const ports: Ports = { carrier: httpCarrier(settings.BISTRO_CARRIER_URL, connect) }
    const webhookSecrets = secretsIn(settings.BISTRO_CARRIER_WEBHOOK_SECRETS)
    return { service: createService({ trackingMs: TRACKING_MS }), routes: createRoutes({ webhookSecrets }), ports }
  },
}

const secretsIn = (list: string): string[] =>
  list
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '')
