import {
  databaseOffset,
  isServiceName,
  PROGRAMS,
  type ProgramName,
  portOffset,
  SERVICES,
  type ServiceName,
} from '@bistro/services'
import { loadApplications, settingsOf } from '@bistro/services/definitions'

const applications = await loadApplications()

const variable = (name: string): string => `\${${name}}`

/** Where the services are, among the containers. */
const PLACES = SERVICES.map((service) => `${service}=http://${service}:${4000 + portOffset(service)}`).join(',')

/** Addresses of card provider, carrier and mail server, and the secrets for calling them. */
const OUTSIDE: Readonly<Record<string, string>> = {
  BISTRO_PSP_URL: 'http://psp:4030',
  BISTRO_PSP_SECRET: variable('PSP_SECRET'),
  BISTRO_CARRIER_URL: 'http://carrier:4031',
  BISTRO_CARRIER_WEBHOOK_SECRETS: variable('CARRIER_WEBHOOK_SECRETS'),
  BISTRO_SMTP_URL: variable('BISTRO_SMTP_URL:-smtp://mail:4032'),
  BISTRO_ALERT_WEBHOOK_URL: variable('BISTRO_ALERT_WEBHOOK_URL:-http://mail:4034/webhooks/operators'),
}

/** Addresses within the system. */
const WITHIN: Readonly<Record<string, string>> = {
  BISTRO_SERVICES: PLACES,
  BISTRO_SITE_URL: `http://127.0.0.1:${variable('BISTRO_PORT_PREFIX')}00`,
}

const twoDigits = (port: number): string => String(port).padStart(2, '0')

const settingOf = (service: ServiceName, name: string): string => {
  const { default: usual } = applications[service].settings.properties[name] as { readonly default?: unknown }
  return OUTSIDE[name] ?? WITHIN[name] ?? (usual === undefined ? variable(name) : `\${${name}:-${usual}}`)
}

/** Whether the service calls the card provider, the carrier or the mail server. */
const callsOutside = (service: ServiceName): boolean =>
  settingsOf(applications[service]).some((name) => name in OUTSIDE)

const networksOf = (service: ServiceName): string =>
  ['events', `${service}-db`, ...(callsOutside(service) ? ['outside'] : [])].join(', ')

const passwords = (name: string, what: readonly string[]): string =>
  [`x-${name}: &${name}`, ...what.map((password) => `  ${password}: \${${password}}`)].join('\n')

const upper = PROGRAMS.map((program) => program.toUpperCase())

/** Lists that several containers share. */
export const lists = (): string =>
  [
    passwords(
      'owner-passwords',
      upper.map((program) => `${program}_OWNER_PASSWORD`),
    ),
    passwords(
      'app-passwords',
      upper.map((program) => `${program}_APP_PASSWORD`),
    ),
    passwords(
      'wal-passwords',
      SERVICES.map((service) => `${service.toUpperCase()}_WAL_PASSWORD`),
    ),
    passwords(
      'kafka-passwords',
      upper.map((program) => `KAFKA_${program}_PASSWORD`),
    ),
    ['x-database-networks: &database-networks', ...PROGRAMS.map((program) => `  ${program}-db:`)].join('\n'),
    [
      'x-databases-healthy: &databases-healthy',
      ...PROGRAMS.map((program) => `  postgres-${program}: { condition: service_healthy }`),
    ].join('\n'),
  ].join('\n\n')

/** Each service, the gateway, and their databases. */
export const containers = (): string =>
  [...SERVICES.map(serviceContainer), gatewayContainer(), ...PROGRAMS.map(databaseContainer)].join('\n\n')

function serviceContainer(service: ServiceName): string {
  const settings = settingsOf(applications[service])
    .map((name) => `      ${name}: ${settingOf(service, name)}\n`)
    .join('')
  return programContainer(service, `services/${service}`, `${walUrlOf(service)}${settings}`, networksOf(service))
}

/** Of the login that may replicate, which the job `databases` makes for BISTRO_RELAY=wal. */
const walUrlOf = (service: ServiceName): string =>
  `      BISTRO_WAL_URL: postgres://${service}_wal:\${${service.toUpperCase()}_WAL_PASSWORD}@postgres-${service}:5432/bistro\n`

/** It reaches the services and the broker, and nothing of the world outside. */
function gatewayContainer(): string {
  const settings = `      BISTRO_SERVICES: ${PLACES}\n      BISTRO_COMPOSE_PROJECT: \${COMPOSE_PROJECT_NAME}\n`
  return `${programContainer('gateway', 'apps/gateway', settings, 'events, gateway-db')}
    mem_limit: 256m`
}

function programContainer(program: ProgramName, folder: string, settings: string, joins: string): string {
  const port = 4000 + portOffset(program)
  return `  ${program}:
    <<: *service
    command: [node, ${folder}/src/main.ts]
    environment:
      <<: *service-environment
      BISTRO_HTTP_PORT: ${port}
      BISTRO_POSTGRES_URL: postgres://${program}_app:\${${program.toUpperCase()}_APP_PASSWORD}@postgres-${program}:5432/bistro
      BISTRO_KAFKA_USER: ${program}
      BISTRO_KAFKA_PASSWORD: \${KAFKA_${program.toUpperCase()}_PASSWORD}
${settings}    networks: [${joins}]
    ports: ["127.0.0.1:\${BISTRO_PORT_PREFIX}${twoDigits(portOffset(program))}:${port}"]`
}

const databaseContainer = (program: ProgramName): string => `  postgres-${program}:
    <<: *postgres
    volumes: ["postgres-${program}:/var/lib/postgresql"]
    networks: [${program}-db]
    ports: ["127.0.0.1:\${BISTRO_PORT_PREFIX}${twoDigits(databaseOffset(program))}:5432"]`

export const networks = (): string => PROGRAMS.map((program) => `  ${program}-db:`).join('\n')

export const volumes = (): string => PROGRAMS.map((program) => `  postgres-${program}:`).join('\n')

/** Two more containers of each program, with the program's name as their network alias. */
export const moreReplicas = (): string =>
  PROGRAMS.map((program) => {
    const aliases = ['events', ...(isServiceName(program) && callsOutside(program) ? ['outside'] : [])]
    return `  ${program}-more:
    extends: { file: docker-compose.yml, service: ${program} }
    deploy: { replicas: 2 }
    ports: !override []
    networks:
${aliases.map((network) => `      ${network}: { aliases: [${program}] }`).join('\n')}`
  }).join('\n\n')

/** Each program with what an add-on gives to all. */
export const eachWith = (anchor: string): string => PROGRAMS.map((program) => `  ${program}: *${anchor}`).join('\n')

export const demonstrationPasswords = (): string =>
  [
    ...PROGRAMS.flatMap((program) =>
      ['owner', 'app'].map((role) => `${program.toUpperCase()}_${role.toUpperCase()}_PASSWORD=demo-${program}-${role}`),
    ),
    ...SERVICES.map((service) => `${service.toUpperCase()}_WAL_PASSWORD=demo-${service}-wal`),
    ...PROGRAMS.map((program) => `KAFKA_${program.toUpperCase()}_PASSWORD=demo-kafka-${program}`),
  ].join('\n')
