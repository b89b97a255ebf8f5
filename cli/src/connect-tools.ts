import { spawn } from 'node:child_process'
import type { Manifest } from '@bistro/client/manifest'

const TIMEOUT_MS = 8_000

/** What a person might use on this machine; text says why a program that is here is of no use. */
export interface Tools {
  readonly curl: boolean
  readonly jq: boolean
  readonly psql: boolean
  readonly docker: boolean
  /** Under its name here, if it is here. */
  readonly kcat: Kcat | undefined
}

export interface Kcat {
  readonly program: 'kcat' | 'kafkacat'
  readonly version: string
  /** Decodes with the registry. */
  readonly avro: boolean
  /** Why it cannot log in; undefined if it can. */
  readonly refused: string | undefined
}

interface Ran {
  readonly status: number | null
  readonly output: string
}

/** Runs a program; undefined where there is none of that name. */
export type Run = (program: string, args: readonly string[]) => Promise<Ran | undefined>

export async function findTools(manifest: Pick<Manifest, 'kafka' | 'mode'>, run: Run = runBriefly): Promise<Tools> {
  const has = async (program: string): Promise<boolean> => (await run(program, ['--version']))?.status === 0
  const [curl, jq, psql, docker, kcat] = await Promise.all([
    has('curl'),
    has('jq'),
    has('psql'),
    has('docker'),
    manifest.mode === 'memory' ? undefined : findKcat(manifest, run),
  ])
  return { curl, jq, psql, docker, kcat }
}

async function findKcat({ kafka }: Pick<Manifest, 'kafka'>, run: Run): Promise<Kcat | undefined> {
  for (const program of ['kcat', 'kafkacat'] as const) {
    const told = await run(program, ['-V'])
    if (told === undefined) continue
    const [, version = 'unknown', abilities = ''] = /Version (\S+) \((.*)\)/s.exec(told.output) ?? []
    const tried = await run(program, [...loginOf(kafka), '-L', '-m', '3'])
    const refused = tried?.status === 0 ? undefined : (reasonIn(tried?.output) ?? 'no connection')
    return { program, version, avro: /\bavro\b/i.test(abilities), refused }
  }
  return undefined
}

/** The login of the user that may read every topic and write none. */
export const loginOf = ({ bootstrap, securityProtocol, mechanism, reader }: Manifest['kafka']): string[] => [
  '-b',
  bootstrap,
  ...Object.entries({
    'security.protocol': securityProtocol,
    'sasl.mechanism': mechanism,
    'sasl.username': reader.user,
    'sasl.password': reader.password,
  }).flatMap(([name, value]) => ['-X', `${name}=${value}`]),
]

const reasonIn = (output = ''): string | undefined =>
  output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /error|fail|invalid|unsupported|no such/i.test(line))
    .at(-1)

const runBriefly: Run = (program, args) =>
  new Promise((resolve) => {
    const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT_MS })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data))
    child.once('error', () => resolve(undefined))
    child.once('close', (status) => resolve({ status, output }))
  })
