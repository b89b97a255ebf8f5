import { readFileSync } from 'node:fs'

type Env = Readonly<Record<string, string | undefined>>

const MAX_DELAY_MS = 86_400_000
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** Settings of all processes. Durations are milliseconds. */
export interface ProcessSettings {
  readonly host: string
  readonly port: number
  /** Further host names of the process, separated by commas. */
  readonly names: string
  /** The process's own folder; created if missing. */
  readonly dataDir: string
  readonly logLevel: string
}

export interface PspSettings extends ProcessSettings {
  readonly secret: string
  readonly latencyMs: number
  readonly slowMs: number
}

export interface CarrierSettings extends ProcessSettings {
  readonly dispatchMs: number
  readonly deliverMs: number
  readonly webhookUrl: string
  /** Each webhook is signed with every one of them. */
  readonly webhookSecrets: readonly string[]
}

export interface MailSettings extends ProcessSettings {
  readonly smtpPort: number
}

/** All faults of the environment, one per line. */
class SettingsError extends Error {
  constructor(faults: readonly string[]) {
    super(`Invalid environment:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.name = 'SettingsError'
  }
}

/** Reads the card provider's settings; throws SettingsError. */
export function readPspSettings(env: Env): PspSettings {
  return read(env, (reader) => ({
    ...processSettings(reader, 4030),
    secret: reader.secret('BISTRO_PSP_SECRET', "the bearer token of the merchant, for example 'psp-secret'"),
    latencyMs: reader.integer('BISTRO_PSP_LATENCY_MS', 300, MAX_DELAY_MS),
    slowMs: reader.integer('BISTRO_PSP_SLOW_MS', 5_000, MAX_DELAY_MS),
  }))
}

/** Reads the carrier's settings; throws SettingsError. */
export function readCarrierSettings(env: Env): CarrierSettings {
  return read(env, (reader) => ({
    ...processSettings(reader, 4031),
    dispatchMs: reader.integer('BISTRO_CARRIER_DISPATCH_MS', 3_000, MAX_DELAY_MS),
    deliverMs: reader.integer('BISTRO_CARRIER_DELIVER_MS', 3_000, MAX_DELAY_MS),
    webhookUrl: reader.url('BISTRO_CARRIER_WEBHOOK_URL', 'http://127.0.0.1:4005/carrier-events'),
    webhookSecrets: reader.secrets('BISTRO_CARRIER_WEBHOOK_SECRETS', 'secrets separated by commas, the newest first'),
  }))
}

/** Reads the mail server's settings; throws SettingsError. */
export function readMailSettings(env: Env): MailSettings {
  return read(env, (reader) => ({
    ...processSettings(reader, 4034),
    smtpPort: reader.integer('BISTRO_SMTP_PORT', 4032, 65_535),
  }))
}

function processSettings(reader: Reader, defaultPort: number): ProcessSettings {
  return {
    host: reader.optional('BISTRO_HTTP_HOST', '127.0.0.1'),
    port: reader.integer('BISTRO_HTTP_PORT', defaultPort, 65_535),
    names: reader.optional('BISTRO_HTTP_NAMES', ''),
    dataDir: reader.text('BISTRO_EXTERNAL_DATA_DIR', "a folder of this process's own"),
    logLevel: reader.oneOf('BISTRO_LOG_LEVEL', 'info', LOG_LEVELS),
  }
}

function read<T>(env: Env, settings: (reader: Reader) => T): T {
  const reader = new Reader(env)
  const result = settings(reader)
  if (reader.faults.length > 0) throw new SettingsError(reader.faults)
  return result
}

class Reader {
  readonly faults: string[] = []
  readonly #env: Env

  constructor(env: Env) {
    this.#env = env
  }

  optional(name: string, fallback: string): string {
    return this.#env[name]?.trim() || fallback
  }

  text(name: string, meaning: string): string {
    const value = this.optional(name, '')
    if (value === '') this.faults.push(`${name} is missing: set it to ${meaning}`)
    return value
  }

  /** May be in a file instead: the variable with the suffix `_FILE` holds its path. */
  secret(name: string, meaning: string): string {
    const file = this.optional(`${name}_FILE`, '')
    if (file === '') return this.text(name, meaning)
    if (this.optional(name, '') !== '') this.faults.push(`${name} and ${name}_FILE are both set: unset one of them`)
    try {
      return readFileSync(file, 'utf8').trim()
    } catch (error) {
      this.faults.push(`${name}_FILE cannot be read: ${(error as Error).message}`)
      return ''
    }
  }

  oneOf(name: string, fallback: string, allowed: readonly string[]): string {
    const value = this.optional(name, fallback)
    if (!allowed.includes(value)) this.faults.push(`${name} is '${value}': use one of ${allowed.join(', ')}`)
    return value
  }

  integer(name: string, fallback: number, max: number): number {
    const value = this.optional(name, String(fallback))
    if (!/^\d{1,9}$/.test(value) || Number(value) > max) {
      this.faults.push(`${name} is '${value}': use a whole number from 0 to ${max}`)
    }
    return Number(value)
  }

  url(name: string, example: string): string {
    const value = this.text(name, `a URL such as ${example}`)
    const usable = URL.canParse(value) && new URL(value).protocol === 'http:'
    if (value !== '' && !usable) this.faults.push(`${name} is not an http URL: use one such as ${example}`)
    return value
  }

  /** Names the fault without the value, as it holds secrets. */
  secrets(name: string, meaning: string): readonly string[] {
    const parts = this.secret(name, meaning).split(',')
    const values = parts.map((part) => part.trim())
    if (parts.length > 1 && values.includes('')) this.faults.push(`${name} has an empty part: use ${meaning}`)
    return values
  }
}
