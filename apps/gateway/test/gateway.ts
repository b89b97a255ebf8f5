import { allTopics, PARTITIONS } from '@bistro/events'
import { createMemoryLog } from '@bistro/kit/memory'
import { readSettings } from '@bistro/kit/process'
import { SERVICES } from '@bistro/services'
import { pino } from 'pino'
import type { OpenPart } from '../src/parts.ts'
import { GatewaySettings } from '../src/settings.ts'
import { startGateway } from '../src/start.ts'

export const OPERATOR = 'a-token-for-tests'
/** Nothing listens there. */
const NOWHERE = '127.0.0.1:9'

/** A gateway in this process, on a log in memory; without a database and without services, unless `env` says where they are. */
export async function openTestGateway(open: readonly OpenPart[], env: Readonly<Record<string, string>> = {}) {
  const log = createMemoryLog({ topics: allTopics, partitions: PARTITIONS })
  const settings = readSettings(GatewaySettings, {
    BISTRO_HTTP_PORT: '0',
    BISTRO_OPERATOR_TOKEN: OPERATOR,
    BISTRO_POSTGRES_URL: `postgres://gateway:none@${NOWHERE}/bistro`,
    BISTRO_SERVICES: SERVICES.map((name) => `${name}=http://${NOWHERE}`).join(','),
    ...env,
  })
  const running = await startGateway(settings, { logger: pino({ level: 'silent' }), log }, open)
  return { ...running, log, [Symbol.asyncDispose]: () => running.stop() }
}
