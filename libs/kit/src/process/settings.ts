import { readFileSync } from 'node:fs'
import Type, { type Static, type TObject, type TSchema } from 'typebox'

export type Environment = Readonly<Record<string, string | undefined>>

const MAX_PORT = 65_535

/** Settings of every program that listens and has a database. */
export const ProgramSettings = Type.Object({
  BISTRO_HTTP_HOST: Type.String({ minLength: 1, default: '127.0.0.1' }),
  BISTRO_HTTP_PORT: Type.Integer({ minimum: 0, maximum: MAX_PORT, examples: [4004] }),
  /** Further host names of the service, besides its own, its container's and those of this machine. */
  BISTRO_HTTP_NAMES: Type.String({ pattern: '^([^,\\s]+(,[^,\\s]+)*)?$', default: '', examples: ['bistro.example'] }),
  BISTRO_OPERATOR_TOKEN: Type.String({ minLength: 8, secret: true }),
  BISTRO_POSTGRES_URL: Type.String({
    secret: true,
    pattern: '^postgres(ql)?://',
    examples: ['postgres://payment_app:secret@127.0.0.1:4014/bistro'],
  }),
  BISTRO_LOG_LEVEL: Type.String({ pattern: '^(fatal|error|warn|info|debug|trace|silent)$', default: 'info' }),
})

/** Settings of every service, with Kafka or without. */
export const ServiceSettings = Type.Object({
  ...ProgramSettings.properties,
  /** Versions of the service's topic that it publishes to. */
  BISTRO_PUBLISH: Type.String({ pattern: '^v[1-9]\\d*(,v[1-9]\\d*)*$', default: 'v1', examples: ['v1,v2'] }),
  /** Services whose events are read from another topic than `….v1`. */
  BISTRO_READ: Type.String({
    pattern: '^([a-z]+:v[1-9]\\d*(,[a-z]+:v[1-9]\\d*)*)?$',
    default: '',
    examples: ['order:v2'],
  }),
  /** Where the relay gets committed events from: the outbox, or Postgres' write-ahead log. */
  BISTRO_RELAY: Type.String({ pattern: '^(outbox|wal)$', default: 'outbox' }),
  /** Of the login that may replicate, and nothing else. */
  BISTRO_WAL_URL: Type.String({
    secret: true,
    pattern: '^(postgres(ql)?://.*)?$',
    default: '',
    examples: ['postgres://payment_wal:secret@127.0.0.1:4014/bistro'],
  }),
  /** Whether operators may break the service on purpose: `PUT /faults`. */
  BISTRO_FAULTS: Type.String({ pattern: '^(on|off)$', default: 'off' }),
  /** Where it keeps what is broken, so that this outlives an injected crash. */
  BISTRO_FAULTS_FILE: Type.String({ default: '', examples: ['/tmp/faults.json'] }),
})

/** Settings for Kafka and the schema registry. */
export const KafkaSettings = Type.Object({
  BISTRO_KAFKA_BROKERS: Type.String({ pattern: '^[^,: ]+:\\d+(,[^,: ]+:\\d+)*$', examples: ['127.0.0.1:4020'] }),
  BISTRO_KAFKA_USER: Type.String({ minLength: 1, examples: ['payment'] }),
  BISTRO_KAFKA_PASSWORD: Type.String({ minLength: 1, secret: true }),
  /** Certificate of the brokers' authority (PEM). TLS is used when it is set. */
  BISTRO_KAFKA_CA_FILE: Type.String({ default: '', examples: ['/certificates/ca.pem'] }),
  BISTRO_REGISTRY_URL: Type.String({ format: 'uri', examples: ['http://127.0.0.1:4021/apis/ccompat/v7'] }),
})

/** All faults of the environment, one per line, without values, as some are secrets. */
export class SettingsError extends Error {
  constructor(faults: readonly string[]) {
    super(`Invalid environment:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.name = 'SettingsError'
  }
}

/**
 * Reads the variables of a schema. An empty one counts as missing. A `secret` may be in a file instead:
 * the variable with the suffix `_FILE` holds its path. @throws SettingsError
 */
export function readSettings<S extends TObject>(schema: S, env: Environment): Static<S> {
  const entries = Object.entries<TSchema>(schema.properties).map(([name, property]) => ({
    name,
    property,
    value: read(property as Property, textOf(name, property as Property, env)),
  }))
  const faults = entries.flatMap(({ name, property, value }) => faultsOf(name, property as Property, value))
  if (faults.length > 0) throw new SettingsError(faults)
  return Object.fromEntries(entries.map(({ name, value }) => [name, value])) as Static<S>
}

interface Property extends TSchema {
  readonly type?: string
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly secret?: boolean
}

function textOf(name: string, { secret = false }: Property, env: Environment): string | undefined {
  const file = secret ? env[`${name}_FILE`] : undefined
  if (!file) return env[name]
  if (env[name]) throw new SettingsError([`${name} and ${name}_FILE are both set: unset one of them`])
  try {
    return readFileSync(file, 'utf8').trimEnd()
  } catch (error) {
    throw new SettingsError([`${name}_FILE cannot be read: ${(error as Error).message}`])
  }
}

function read({ type, default: fallback }: Property, text: string | undefined): unknown {
  if (text === undefined || text === '') return fallback
  const isNumber = type === 'integer' && /^-?\d{1,15}$/.test(text)
  return isNumber ? Number(text) : text
}

function faultsOf(name: string, property: Property, value: unknown): string[] {
  const fault = value === undefined ? 'is missing' : faultOf(property, value)
  return fault === undefined ? [] : [`${name} ${fault}; for example ${name}=${exampleOf(property)}`]
}

/** Written by hand, as a validator library would be the heaviest import of a service. */
function faultOf(property: Property, value: unknown): string | undefined {
  const { type, format, minimum = -Infinity, maximum = Infinity, minLength = 0, pattern = '' } = property
  if (type === 'integer') {
    const fits = typeof value === 'number' && value >= minimum && value <= maximum
    return fits ? undefined : `must be a whole number${between(minimum, maximum)}`
  }
  const text = String(value)
  if (text.length < minLength) return `must have at least ${minLength} characters`
  if (!new RegExp(pattern).test(text)) return `must match ${pattern}`
  return format === 'uri' && !URL.canParse(text) ? 'must be a URL' : undefined
}

function between(minimum: number, maximum: number): string {
  if (maximum === Infinity) return minimum === -Infinity ? '' : `, ${minimum} or more`
  return ` from ${minimum} to ${maximum}`
}

function exampleOf({ type, format, default: fallback, examples }: Property): string {
  const example = examples?.[0] ?? fallback
  if (example !== undefined) return String(example)
  if (type === 'integer') return '1000'
  return format === 'uri' ? 'http://127.0.0.1:4030' : '<text>'
}
