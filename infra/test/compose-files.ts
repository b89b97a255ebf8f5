import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'

const INFRA = join(import.meta.dirname, '..')
export const ADD_ONS = ['three-brokers.yml', 'three-replicas.yml', 'tls.yml'] as const

/** What a container is told, as far as it matters here. */
export interface Container {
  readonly image?: string
  readonly build?: unknown
  readonly user?: string
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly read_only?: boolean
  readonly mem_limit?: string
  readonly pids_limit?: number
  readonly restart?: string
  readonly healthcheck?: { readonly test?: unknown }
  readonly ports?: readonly string[]
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>
  readonly environment?: Readonly<Record<string, string>>
  readonly extends?: { readonly service: string }
}

export const settings: Readonly<Record<string, string>> = Object.fromEntries(
  readFileSync(join(INFRA, '.env'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/=(.*)/, 2)),
)

export const textOf = (file: string): string => readFileSync(join(INFRA, file), 'utf8')

/** The containers that a file adds or changes, by name, with the settings filled in. */
export function containersIn(file: string): Readonly<Record<string, Container>> {
  const filled = textOf(file).replaceAll(/\$\{(\w+)(?::-(.*?))?\}/g, (_, name, other) => settings[name] ?? other)
  const document = parseDocument(filled, {
    merge: true,
    customTags: [
      { tag: '!override', collection: 'seq' },
      { tag: '!override', collection: 'map' },
    ],
  })
  return (document.toJS({ maxAliasCount: -1 }) as { services: Record<string, Container> }).services
}
