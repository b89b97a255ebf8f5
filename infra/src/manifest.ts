import type { Manifest } from '@bistro/client'
import { topicsOf } from '@bistro/events'
import { forEachService, type ProgramName, portOffset } from '@bistro/services'
import { DATABASE, roleOf } from '@bistro/stack/deployment'
import { kafkaLogin, need } from './environment.ts'

/** The ports inside the containers; outside, BISTRO_PORT_PREFIX takes the place of 40. */
const PORT_BASE = 4000
const POSTGRES_PORT = 5432

/** The system in the containers around this one, described as `npm start` describes its own. */
export function manifestInside(): Manifest {
  const { bootstrap, caFile, ...reader } = kafkaLogin('reader')
  const securityProtocol = caFile ? 'SASL_SSL' : 'SASL_PLAINTEXT'
  return {
    version: 1,
    mode: 'docker',
    portBase: PORT_BASE,
    processes: [],
    services: forEachService(accessTo),
    gateway: accessTo('gateway'),
    kafka: { bootstrap, securityProtocol, caFile, mechanism: 'SCRAM-SHA-512', reader, history: NOBODY, admin: NOBODY },
    registry: { url: need('BISTRO_REGISTRY_URL'), deployment: NOBODY },
    psp: { url: 'http://psp:4030' },
    carrier: { url: 'http://carrier:4031', webhookSecrets: [] },
    mail: { url: 'http://mail:4034', smtp: 'smtp://mail:4032' },
    operator: { token: need('OPERATOR_TOKEN') },
  }
}

/** The demo only reads, so it gets no login that could change anything. */
const NOBODY = { user: '', password: '' }

const accessTo = (program: ProgramName): NonNullable<Manifest['gateway']> => ({
  url: `http://${program}:${PORT_BASE + portOffset(program)}`,
  postgres: {
    host: `postgres-${program}`,
    port: POSTGRES_PORT,
    database: DATABASE,
    user: roleOf(program, 'app'),
    password: process.env[`${program.toUpperCase()}_APP_PASSWORD`] ?? '',
  },
  kafka: { ...NOBODY, topic: topicsOf(program)[0], group: program },
})
