import type { Manifest, PostgresAccess, ServiceAccess } from '@bistro/client/manifest'
import { PROGRAMS, servicesWithout } from '@bistro/client/names'
import { type Kcat, loginOf, type Tools } from './connect-tools.ts'

/** Lines to paste; those that begin with `#` are remarks. */
interface Section {
  readonly title: string
  readonly lines: readonly string[]
}

/** What can be typed against a running stack with these tools, and what is missing for the rest. */
export function connectSections(manifest: Manifest, tools: Tools): Section[] {
  const isReal = manifest.mode !== 'memory'
  return [
    { title: 'decoded events and sagas: no other tool needed', lines: ownCommands(isReal) },
    { title: 'curl: the services, their reference pages and lists', lines: curlLines(manifest, tools) },
    { title: 'psql: the database of each program, with the rights of the program', lines: psqlLines(manifest, tools) },
    ...(isReal
      ? [
          {
            title: 'kcat: all topics, as the user that may read every topic and write none',
            lines: kcatLines(manifest, tools.kcat),
          },
        ]
      : []),
  ]
}

const ownCommands = (isReal: boolean): string[] => [
  'npm run tail -- order                    # or another service or topic, or none for all',
  ...(isReal ? ['npm run tail -- order --from-beginning'] : []),
  'npm run saga -- --open                   # unfinished sagas, and what each waits for',
  'npm run saga -- ID                       # one saga, by any of its ids',
]

function curlLines(manifest: Manifest, { curl, jq }: Tools): string[] {
  const { services, gateway, registry, psp, mail, operator, mode } = manifest
  const running = servicesWithout(manifest.without)
  if (!curl)
    return [
      '# curl is not installed. In a browser:',
      ...running.map((service) => `#   ${service}: ${services[service].url}/docs`),
    ]
  const pretty = jq ? ' | jq' : ''
  const get = (url: string): string => `curl -s '${url}'${pretty}`
  return [
    ...running.map(
      (service) =>
        `${get(`${services[service].url}/health/ready`)}   # ${service}, its reference: ${services[service].url}/docs`,
    ),
    ...(gateway ? [`${get(`${gateway.url}/api/sagas`)}   # the console: ${gateway.url}`] : []),
    get(`${services.reservation.url}/evenings`),
    get(`${psp.url}/ledger?reference=PAYMENT_ID`),
    ...(mail ? [`${get(`${mail.url}/messages`)}   # what guests and operators were sent; a page: ${mail.url}`] : []),
    ...(mode === 'memory'
      ? []
      : [`${get(`${registry.url}/subjects`)}   # anybody may read; to write: ${writing(registry)}`]),
    `TOKEN=${operator.token}   # the operator's token, for the lists below and for acting on their entries`,
    ...running.flatMap((service) =>
      ['parked', 'pending'].map(
        (list) => `curl -s -H "Authorization: Bearer $TOKEN" ${services[service].url}/${list}${pretty}`,
      ),
    ),
    ...(jq ? [] : ['# jq is not installed. With it, append | jq for readable output.']),
  ]
}

const writing = ({ deployment: { user, password } }: Manifest['registry']): string => `-u ${user}:${password}`

function psqlLines({ services, without = [], gateway, processes, mode }: Manifest, { psql, docker }: Tools): string[] {
  const all: Readonly<Partial<Record<string, ServiceAccess>>> = { ...services, gateway }
  const databases = PROGRAMS.flatMap((name) => {
    const access = all[name]?.postgres
    return access && !(without as readonly string[]).includes(name) ? [{ name, access }] : []
  })
  const urlOf = ({ host, port, database, user, password }: PostgresAccess, place = `${host}:${port}`): string =>
    `postgres://${user}:${password}@${place}/${database}`
  if (psql) return databases.map(({ access }) => `psql ${urlOf(access)}`)
  const containers = databases.flatMap(({ name, access }) => {
    const container = processes.find((process) => process.name === `postgres-${name}`)?.container
    return container ? [`docker exec -it ${container} psql ${urlOf(access, '127.0.0.1')}`] : []
  })
  if (mode === 'docker' && docker && containers.length > 0) return containers
  return [
    '# psql is not installed (Debian: postgresql-client). For any program:',
    ...databases.map(({ access }) => `#   ${urlOf(access)}`),
  ]
}

function kcatLines({ kafka, registry, services }: Manifest, kcat: Kcat | undefined): string[] {
  if (!kcat) return [`# kcat is not installed. ${INSTEAD}`]
  const { program, version, avro, refused } = kcat
  if (refused !== undefined) return [`# ${program} ${version} cannot log in here: ${refused}`, `# ${INSTEAD}`]
  const login = loginOf(kafka).join(' ')
  const decoded = avro ? ` -s value=avro -r ${registry.url}` : ''
  const format = avro ? "-f '%T %h\\n  %s\\n'" : "-f '%T %h\\n'"
  return [
    ...(avro ? [] : [`# ${program} ${version} has no Avro: it shows headers, but not the data of events. ${INSTEAD}`]),
    `${program} ${login} -L`,
    ...Object.values(services).flatMap(({ kafka: { topic } }) =>
      topic === undefined ? [] : [`${program} ${login}${decoded} -C -q -t ${topic} -o beginning ${format}`],
    ),
  ]
}

const INSTEAD = 'Decoded events: npm run tail -- order'
