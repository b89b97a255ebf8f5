import type { Manifest } from '@bistro/client/manifest'
import { SERVICES } from '@bistro/client/names'
import { describe, expect, it } from 'vitest'
import { connectSections } from '../src/connect-sections.ts'
import { findTools, type Run, type Tools } from '../src/connect-tools.ts'

const manifest = {
  mode: 'local',
  processes: SERVICES.map((service) => ({
    name: `postgres-${service}`,
    pid: 1,
    address: '',
    container: `bistro-${service}`,
  })),
  services: Object.fromEntries(
    SERVICES.map((service) => [
      service,
      {
        url: `http://${service}`,
        postgres: { host: 'db', port: 5432, database: 'bistro', user: service, password: 'p' },
        kafka: { topic: `bistro.${service}.v1` },
      },
    ]),
  ),
  kafka: {
    bootstrap: 'kafka:9092',
    securityProtocol: 'SASL_PLAINTEXT',
    mechanism: 'SCRAM-SHA-512',
    reader: { user: 'reader', password: 'r' },
    history: { user: 'history', password: 'h' },
  },
  registry: { url: 'http://registry', deployment: { user: 'deployment', password: 'd' } },
  psp: { url: 'http://psp' },
  operator: { token: 'the-token' },
} as unknown as Manifest

const DEBIANS =
  'kcat - Apache Kafka producer and consumer tool\nVersion 1.7.1 (JSON, Transactions, librdkafka 2.0.2 builtin.features=gzip,sasl_scram)'
const WHOLE = 'Version 1.7.1 (JSON, Avro, Transactions, librdkafka 2.3.0 builtin.features=gzip,sasl_scram)'

/** A machine with these programs, by what each says for its first argument; whatever has nothing to say fails. */
const machine =
  (programs: Readonly<Record<string, Readonly<Record<string, string>>>>): Run =>
  async (program, [first = '']) => {
    const found = programs[program]
    if (!found) return undefined
    const output = found[first]
    return output === undefined ? { status: 1, output: '% ERROR: Failed to acquire metadata' } : { status: 0, output }
  }

const NONE: Tools = { curl: false, jq: false, psql: false, docker: false, kcat: undefined }
const linesFor = (tools: Partial<Tools>, stack: Partial<Manifest> = {}): string[] =>
  connectSections({ ...manifest, ...stack }, { ...NONE, ...tools }).flatMap(({ lines }) => lines)
/** What a person would paste. */
const commands = (lines: readonly string[]): string[] => lines.filter((line) => !line.startsWith('#'))

describe('the tools of this machine', () => {
  it('are found, with what kcat can do', async () => {
    const run = machine({ curl: { '--version': '8' }, kcat: { '-V': WHOLE, '-b': 'Metadata' } })
    expect(await findTools(manifest, run)).toEqual({
      ...NONE,
      curl: true,
      kcat: { program: 'kcat', version: '1.7.1', avro: true, refused: undefined },
    })
  })

  it('are tried: a kcat that does not get in is of no use', async () => {
    const { kcat } = await findTools(manifest, machine({ kafkacat: { '-V': DEBIANS } }))
    expect(kcat).toEqual({
      program: 'kafkacat',
      version: '1.7.1',
      avro: false,
      refused: '% ERROR: Failed to acquire metadata',
    })
  })
})

describe('what is advised', () => {
  it('is what needs nothing, whatever is missing', () => {
    expect(commands(linesFor({})).every((line) => line.startsWith('npm run '))).toBe(true)
    expect(linesFor({})).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^npm run tail -- order /),
        expect.stringMatching(/^# kcat is not installed/),
        expect.stringMatching(/^# psql is not installed/),
        expect.stringMatching(/^# curl is not installed/),
      ]),
    )
  })

  it('is curl with the operator’s token, through jq where that is here', () => {
    expect(linesFor({ curl: true })).toContainEqual(expect.stringMatching(/^TOKEN=the-token/))
    expect(linesFor({ curl: true })).not.toContainEqual(expect.stringMatching(/^curl.*\| jq/))
    expect(linesFor({ curl: true, jq: true })).toContainEqual(expect.stringMatching(/^curl.*\/pending \| jq$/))
  })

  it('is the registry, with what it takes to write there', () => {
    expect(linesFor({ curl: true })).toContainEqual(
      expect.stringMatching(/registry\/subjects.* to write: -u deployment:d$/),
    )
  })

  it('is psql of this machine, or the one in the containers', () => {
    expect(linesFor({ psql: true })).toContain('psql postgres://order:p@db:5432/bistro')
    const inside = 'docker exec -it bistro-order psql postgres://order:p@127.0.0.1/bistro'
    expect(linesFor({ docker: true }, { mode: 'docker' })).toContain(inside)
    expect(linesFor({ docker: true })).not.toContain(inside)
  })

  it('is kcat as far as it goes', () => {
    const kcat = { program: 'kcat', version: '1.7.1', avro: true, refused: undefined } as const
    expect(linesFor({ kcat })).toContainEqual(expect.stringMatching(/^kcat .*-s value=avro .*-t bistro\.order\.v1/))
    const plain = linesFor({ kcat: { ...kcat, avro: false } })
    expect(commands(plain).filter((line) => line.includes('value=avro'))).toEqual([])
    expect(plain).toContainEqual(expect.stringMatching(/^# kcat 1\.7\.1 has no Avro/))
    const refused = linesFor({ kcat: { ...kcat, refused: 'SASL handshake not supported' } })
    expect(commands(refused).filter((line) => line.startsWith('kcat'))).toEqual([])
    expect(refused).toContain('# kcat 1.7.1 cannot log in here: SASL handshake not supported')
  })

  it('is nothing in memory that is not there', () => {
    const lines = linesFor({ curl: true, psql: true, jq: true }, { mode: 'memory' })
    expect(lines.join('\n')).not.toMatch(/kcat|registry|from-beginning|audit/)
  })
})
