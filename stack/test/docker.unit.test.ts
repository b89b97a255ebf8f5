import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROGRAMS } from '@bistro/client/names'
import { describe, expect, it } from 'vitest'
import type { StackContext } from '../src/context.ts'
import { IMAGES, layerCounter } from '../src/docker/images.ts'
import { dockerInfrastructure } from '../src/docker/infrastructure.ts'
import { dataPaths, ROOT } from '../src/paths.ts'
import { settingsFrom } from '../src/settings.ts'

const users = Object.fromEntries([...PROGRAMS, 'reader', 'admin'].map((name) => [name, `password-of-${name}`]))
const context = {
  paths: dataPaths('/somewhere/with, a "comma"/.bistro'),
  portBase: 7000,
  settings: settingsFrom({}),
  secrets: {
    kafka: { clusterId: 'cluster', broker: 'password-of-broker', users },
    postgresSuperuser: 'password-of-postgres',
    registry: 'password-of-deployment',
  },
} as unknown as StackContext

const infrastructure = dockerInfrastructure(context)
const parts = [...PROGRAMS.map(infrastructure.postgres), infrastructure.kafka('kafka'), infrastructure.registry]
const specs = await Promise.all(parts.map((part) => part.prepare()))

describe('the containers of a stack', () => {
  it('are one for each part, with a name of their own', () => {
    expect(specs.map(({ name }) => name)).toEqual([
      ...PROGRAMS.map((program) => `postgres-${program}`),
      'kafka',
      'registry',
    ])
    expect(new Set(specs.map(({ container }) => container?.name)).size).toBe(PROGRAMS.length + 2)
  })

  it.each(specs)('$name is reached from this machine alone', ({ args, address }) => {
    const published = args.filter((arg) => arg.startsWith('--publish'))
    expect(published).toHaveLength(1)
    expect(published[0]).toMatch(`--publish=${address}:`)
  })

  it.each(specs)('$name is bounded, without privileges, and leaves nothing', ({ args }) => {
    expect(args).toEqual(
      expect.arrayContaining(['run', '--rm', '--cap-drop=ALL', '--security-opt=no-new-privileges', '--pull=never']),
    )
    expect(args.find((arg) => arg.startsWith('--memory='))).toMatch(/=\d+m$/)
    expect(args).toContain('--label=saga-bistro.data-dir=/somewhere/with, a "comma"/.bistro')
    expect(args.join(' ')).toContain('"volume-label=saga-bistro.data-dir=/somewhere/with, a ""comma""/.bistro"')
  })

  it('take 1152 MiB at most, and 256 MiB for each program', () => {
    const limits = specs.map(({ args }) => Number(/--memory=(\d+)m/.exec(args.join(' '))?.[1]))
    expect(limits.reduce((sum, limit) => sum + limit)).toBe(1152 + 256 * PROGRAMS.length)
  })

  it('show no password to those who may see their arguments', () => {
    for (const { args } of specs) expect(JSON.stringify(args)).not.toContain('password-of')
    const [scripts, secrets] = [specs.map(({ input }) => input).join(), Object.values(users)]
    for (const password of ['password-of-postgres', 'password-of-broker', ...secrets])
      expect(scripts).toContain(password)
    // Docker takes it from its own environment, where the argument names it alone.
    const registry = specs.at(-1)
    const [name = ''] =
      Object.entries(registry?.env ?? {}).find(([, value]) => value === 'password-of-deployment') ?? []
    expect(registry?.args).toContain(`--env=${name}`)
  })
})

describe('a pull', () => {
  it('is told in layers', () => {
    const told: string[] = []
    const line = layerCounter((layers) => told.push(layers))
    for (const text of [
      '18-bookworm: Pulling from library/postgres',
      '0a1b: Already exists',
      '2c3d: Pulling fs layer',
      '2c3d: Verifying Checksum',
      '2c3d: Pull complete',
    ])
      line(text)
    expect(told).toEqual(['reading its layers', '1 of 1 layers', '1 of 2 layers', '2 of 2 layers'])
  })
})

describe('the images', () => {
  it('are of an exact version, and the kit tests on the same Postgres', () => {
    for (const image of Object.values(IMAGES)) expect(image).toMatch(/:\d[\w.-]+$/)
    const kit = readFileSync(join(ROOT, 'libs/kit/test/postgres-server.ts'), 'utf8')
    expect(kit).toContain(`'${IMAGES.postgres}'`)
  })
})
