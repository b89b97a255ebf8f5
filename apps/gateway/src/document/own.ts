import { createPlainApi, ownNames } from '@bistro/kit/http'
import { createMemoryLog } from '@bistro/kit/memory'
import { createLogger } from '@bistro/kit/process'
import { SERVICES } from '@bistro/services'
import { openGateway } from '../gateway.ts'
import { PARTS } from '../parts.ts'
import { readGatewaySettings } from '../settings.ts'

/** Nothing listens there; a name would be looked up. */
const NOWHERE = '127.0.0.1:9'

/** What the gateway says of its own routes, as OpenAPI 3.1: nobody is asked for it, and nothing listens. */
export async function ownDocument(): Promise<object> {
  const settings = readGatewaySettings({
    BISTRO_HTTP_PORT: '0',
    BISTRO_POSTGRES_URL: `postgres://${NOWHERE}`,
    BISTRO_OPERATOR_TOKEN: 'not-for-anybody',
    BISTRO_SERVICES: SERVICES.map((name) => `${name}=http://${NOWHERE}`).join(','),
  })
  const logger = createLogger('gateway', 'silent')
  const log = createMemoryLog({ topics: [], partitions: 1 })
  const stopping = new AbortController()
  const gateway = openGateway(settings, { logger, log }, stopping.signal)
  const parts = PARTS.map((open) => open(gateway))
  const api = await createPlainApi({
    name: 'gateway',
    logger,
    registry: gateway.metrics,
    access: {
      names: ownNames('gateway', settings.BISTRO_HTTP_HOST, ''),
      operatorToken: settings.BISTRO_OPERATOR_TOKEN,
    },
    state: () => ({ notReady: undefined, unavailable: [] }),
    routes: (described) => {
      for (const part of parts) part.addRoutes?.(described)
    },
  })
  const document = (await api.inject('/openapi.json')).json<object>()
  stopping.abort()
  for (const part of parts) await part.stop?.()
  await Promise.all([api.close(), gateway.services.close(), gateway.database.close()])
  return document
}
