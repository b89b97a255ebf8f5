import { composeCommand } from '@bistro/client'
import { databaseOffset, PROGRAMS, portOffset, SERVICES } from '@bistro/services'
import { accessProperties, asEnvironment } from '@bistro/stack/deployment'
import { describe, expect, it } from 'vitest'
import { ADD_ONS, type Container, containersIn, settings, textOf } from './compose-files.ts'

const base = containersIn('docker-compose.yml')
const names = Object.keys(base)
const OFFICIAL =
  /^(postgres:18-bookworm|apache\/kafka:\d+\.\d+\.\d+|apicurio\/apicurio-registry:\d+\.\d+\.\d+|saga-bistro)$/
/** 3.5 GiB with five services and the gateway. */
const MEGABYTES_AT_REST = 3.5 * 1024 + (SERVICES.length - 5) * 320

/** What an add-on starts of its own: complete by itself, or by the container that it extends. */
const all: [string, Container][] = [
  ...Object.entries(base),
  ...ADD_ONS.flatMap((file) =>
    Object.entries(containersIn(file))
      .filter(([name]) => !(name in base))
      .map(([name, own]): [string, Container] => [
        `${name} of ${file}`,
        { ...base[own.extends?.service ?? ''], ...own },
      ]),
  ),
]
const runsOn = ({ restart }: Container): boolean => restart === 'unless-stopped'

describe('every container', () => {
  it.each(all)('%s has a user, no capabilities, no way to more, and bounds', (_, container) => {
    expect(container.user).toMatch(/^(node|postgres|appuser|1001)$/)
    expect(container).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
    expect(container.pids_limit).toBeGreaterThan(0)
    expect(container.mem_limit).toMatch(/^\d+m$/)
    expect(container.image).toMatch(OFFICIAL)
  })

  it.each(all.filter(([, container]) => runsOn(container)))('%s is asked whether it is well', (_, { healthcheck }) => {
    expect(healthcheck?.test).toBeDefined()
  })

  it.each(all.filter(([, { image }]) => image === 'saga-bistro'))('%s cannot change its image', (_, container) => {
    expect(container.read_only).toBe(true)
  })
})

describe('the ports', () => {
  it('are those of every way to run the system, on the loopback address alone', () => {
    const published = names.flatMap((name) =>
      (base[name]?.ports ?? []).map((port) => [name, port.replace(/:\d+$/, '')]),
    )
    const at = (port: number): string => `127.0.0.1:${port}`
    expect(Object.fromEntries(published)).toEqual({
      ...Object.fromEntries(PROGRAMS.map((program) => [program, at(4000 + portOffset(program))])),
      ...Object.fromEntries(PROGRAMS.map((program) => [`postgres-${program}`, at(4000 + databaseOffset(program))])),
      'postgres-registry': at(4017),
      kafka: at(4020),
      registry: at(4021),
      psp: at(4030),
      carrier: at(4031),
      mail: at(4034),
    })
    expect(base.mail?.ports).toContain(`${at(4032)}:4032`)
  })

  it('of more brokers are those kept for them', () => {
    const more = containersIn('three-brokers.yml')
    expect([more['kafka-2']?.ports, more['kafka-3']?.ports]).toEqual([['127.0.0.1:4023:4020'], ['127.0.0.1:4024:4020']])
  })
})

describe('an add-on', () => {
  const nameIn = (file: string): string | undefined => /^name: (.*)$/m.exec(textOf(file))?.[1]

  it.each(ADD_ONS)('%s is a project of its own, so that nothing of it is left when the other one is ended', (file) => {
    const addOn = file.replace('.yml', '')
    expect(nameIn(file)).toBe(`${nameIn('docker-compose.yml')}-${addOn}`)
    expect(textOf('../docs/operations/README.md')).toContain(`\`${nameIn(file)}\``)
  })

  it.each(ADD_ONS)('%s is named by what its demo, its audit and its gateway tell to type', (file) => {
    const { demo, audit, gateway } = containersIn(file)
    expect(audit?.environment?.BISTRO_COMPOSE_ADD_ON).toBe(demo?.environment?.BISTRO_COMPOSE_ADD_ON)
    expect(gateway?.environment?.BISTRO_COMPOSE_ADD_ON).toBe(demo?.environment?.BISTRO_COMPOSE_ADD_ON)
    expect(base.gateway?.environment?.BISTRO_COMPOSE_PROJECT).toBe(base.demo?.environment?.BISTRO_COMPOSE_PROJECT)
    const started = { ...demo?.environment, BISTRO_COMPOSE_PROJECT: nameIn(file) }
    expect(composeCommand(started)).toBe(`docker compose -f infra/docker-compose.yml -f infra/${file}`)
    expect(composeCommand({ ...started, BISTRO_COMPOSE_PROJECT: 'mine' })).toBe(
      `docker compose -f infra/docker-compose.yml -f infra/${file} -p mine`,
    )
  })

  it('is not named where there is none', () => {
    expect(composeCommand({ BISTRO_COMPOSE_PROJECT: nameIn('docker-compose.yml') })).toBe('docker compose')
    expect(composeCommand({ BISTRO_COMPOSE_PROJECT: 'mine' })).toBe('docker compose -p mine')
  })
})

describe('the networks', () => {
  it.each(PROGRAMS)('let nobody but %s, the job that makes it, and the audit to its database', (program) => {
    const network = `${program}-db`
    const networksOf = ({ networks = [] }: Container) => (Array.isArray(networks) ? networks : Object.keys(networks))
    const members = names.filter((name) => networksOf(base[name] ?? {}).includes(network))
    expect(members.sort()).toEqual(['audit', 'databases', `postgres-${program}`, program].sort())
  })
})

describe('the registry', () => {
  const { environment } = base.registry as Container

  it('lets the same in as that of npm start', () => {
    expect(environment).toMatchObject(asEnvironment(accessProperties))
  })

  it('is written to by the job that has its password, and by nobody else', () => {
    const password = settings.REGISTRY_DEPLOYMENT_PASSWORD
    const holders = names.filter((name) => Object.values(base[name]?.environment ?? {}).includes(String(password)))
    expect(holders.sort()).toEqual(['registry', 'schemas'])
  })
})

describe('the limits of memory', () => {
  it('add up to what docs/operations says, and to less than 3.5 GiB at rest with five services', () => {
    const atRest = names.map((name) => base[name] as Container).filter(runsOn)
    const sum = atRest.reduce((total, { mem_limit }) => total + Number.parseInt(mem_limit ?? '', 10), 0)
    expect(sum).toBeLessThan(MEGABYTES_AT_REST)
    expect(textOf('../docs/operations/README.md')).toContain(`limits add up to ${sum} MiB`)
    expect(textOf('README.md')).toContain(`add up to ${sum} MiB`)
  })
})

it('the image is installed by the pnpm that package.json names', () => {
  const { config } = JSON.parse(textOf('../package.json')) as { config: { installer: string } }
  expect(textOf('Dockerfile')).toContain(`npx --yes ${config.installer} install`)
})

describe('the settings', () => {
  const files = ['docker-compose.yml', ...ADD_ONS]
  const named = files.flatMap((file) => [...textOf(file).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name))
  const used = new Set(named.filter((name) => name !== 'COMPOSE_PROJECT_NAME')) // that one compose gives

  it('are all given a value, and none is there for nothing', () => {
    expect(Object.keys(settings).sort()).toEqual([...used].sort())
  })

  it('say of every password that it is for demonstration', () => {
    const passwords = Object.entries(settings).filter(([name]) => /PASSWORD|SECRET|TOKEN/.test(name))
    expect(passwords.length).toBeGreaterThan(20)
    for (const [name, password] of passwords) expect(password, name).toMatch(/^demo-/)
  })
})
