import { databaseOffset, portOffset, SERVICES, type ServiceName } from '@bistro/services'
import { loadApplications, settingsOf } from '@bistro/services/definitions'

const applications = await loadApplications()

const variable = (name: string): string => `\${${name}}`

/** Addresses of card provider and carrier, and the secrets for calling them. */
const OUTSIDE: Readonly<Record<string, string>> = {
  BISTRO_PSP_URL: 'http://psp:4030',
  BISTRO_PSP_SECRET: variable('PSP_SECRET'),
  BISTRO_CARRIER_URL: 'http://carrier:4031',
  BISTRO_CARRIER_WEBHOOK_SECRETS: variable('CARRIER_WEBHOOK_SECRETS'),
}

const twoDigits = (port: number): string => String(port).padStart(2, '0')

const settingOf = (service: ServiceName, name: string): string => {
  const { default: usual } = applications[service].settings.properties[name] as { readonly default?: unknown }
  return OUTSIDE[name] ?? (usual === undefined ? variable(name) : `\${${name}:-${usual}}`)
}

/** Whether the service calls card provider or carrier. */
const callsOutside = (service: ServiceName): boolean =>
  settingsOf(applications[service]).some((name) => name in OUTSIDE)

const networksOf = (service: ServiceName): string =>
  ['events', `${service}-db`, ...(callsOutside(service) ? ['outside'] : [])].join(', ')

const passwords = (name: string, what: readonly string[]): string =>
  [`x-${name}: &${name}`, ...what.map((password) => `  ${password}: \${${password}}`)].join('\n')

const upper = SERVICES.map((service) => service.toUpperCase())

/** Lists that several containers share. */
export const lists = (): string =>
  [
    passwords(
      'owner-passwords',
      upper.map((service) => `${service}_OWNER_PASSWORD`),
    ),
    passwords(
      'app-passwords',
      upper.map((service) => `${service}_APP_PASSWORD`),
    ),
    passwords(
      'kafka-passwords',
      upper.map((service) => `KAFKA_${service}_PASSWORD`),
    ),
    ['x-database-networks: &database-networks', ...SERVICES.map((service) => `  ${service}-db:`)].join('\n'),
    [
      'x-databases-healthy: &databases-healthy',
      ...SERVICES.map((service) => `  postgres-${service}: { condition: service_healthy }`),
    ].join('\n'),
  ].join('\n\n')

/** Each service, and its database. */
export const containers = (): string =>
  [...SERVICES.map(serviceContainer), ...SERVICES.map(databaseContainer)].join('\n\n')

function serviceContainer(service: ServiceName): string {
  const port = 4000 + portOffset(service)
  const settings = settingsOf(applications[service])
    .map((name) => `      ${name}: ${settingOf(service, name)}\n`)
    .join('')
  return `  ${service}:
    <<: *service
    command: [node, services/${service}/src/main.ts]
    environment:
      <<: *service-environment
      BISTRO_HTTP_PORT: ${port}
      BISTRO_POSTGRES_URL: postgres://${service}_app:\${${service.toUpperCase()}_APP_PASSWORD}@postgres-${service}:5432/bistro
      BISTRO_KAFKA_USER: ${service}
      BISTRO_KAFKA_PASSWORD: \${KAFKA_${service.toUpperCase()}_PASSWORD}
${settings}    networks: [${networksOf(service)}]
    ports: ["127.0.0.1:\${BISTRO_PORT_PREFIX}${twoDigits(portOffset(service))}:${port}"]`
}

const databaseContainer = (service: ServiceName): string => `  postgres-${service}:
    <<: *postgres
    volumes: ["postgres-${service}:/var/lib/postgresql"]
    networks: [${service}-db]
    ports: ["127.0.0.1:\${BISTRO_PORT_PREFIX}${twoDigits(databaseOffset(service))}:5432"]`

export const networks = (): string => SERVICES.map((service) => `  ${service}-db:`).join('\n')

export const volumes = (): string => SERVICES.map((service) => `  postgres-${service}:`).join('\n')

/** Two more containers of each service, with the service's name as their network alias. */
export const moreReplicas = (): string =>
  SERVICES.map((service) => {
    const aliases = ['events', ...(callsOutside(service) ? ['outside'] : [])]
    return `  ${service}-more:
    extends: { file: docker-compose.yml, service: ${service} }
    deploy: { replicas: 2 }
    ports: !override []
    networks:
${aliases.map((network) => `      ${network}: { aliases: [${service}] }`).join('\n')}`
  }).join('\n\n')

/** Each service with what an add-on gives to all. */
export const eachWith = (anchor: string): string => SERVICES.map((service) => `  ${service}: *${anchor}`).join('\n')

export const demonstrationPasswords = (): string =>
  [
    ...SERVICES.flatMap((service) =>
      ['owner', 'app'].map((role) => `${service.toUpperCase()}_${role.toUpperCase()}_PASSWORD=demo-${service}-${role}`),
    ),
    ...SERVICES.map((service) => `KAFKA_${service.toUpperCase()}_PASSWORD=demo-kafka-${service}`),
  ].join('\n')
