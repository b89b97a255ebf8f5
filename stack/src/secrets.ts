import { randomBytes } from 'node:crypto'
import { StackError } from '@bistro/client/errors'
import { PROGRAMS, type ProgramName } from '@bistro/client/names'
import { readIfThere, writePrivateFile } from './files.ts'
import { dataPaths } from './paths.ts'

const PASSWORD_BYTES = 18
const CLUSTER_ID_BYTES = 16

/** `history` is the stream processor that `npm run history` runs. */
export type KafkaUser = ProgramName | 'history' | 'reader' | 'admin'
export const KAFKA_USERS: readonly KafkaUser[] = [...PROGRAMS, 'history', 'reader', 'admin']

export interface PostgresPasswords {
  readonly owner: string
  readonly app: string
}

/** All passwords of one data directory, made at random when it is first used. */
export interface Secrets {
  readonly version: 1
  readonly kafka: {
    readonly clusterId: string
    readonly broker: string
    readonly users: Readonly<Record<KafkaUser, string>>
  }
  /** Of all Postgres servers: the stack alone uses it. */
  readonly postgresSuperuser: string
  readonly postgres: Readonly<Record<ProgramName, PostgresPasswords>>
  /** Of the logins that may replicate, which are there while the relay is BISTRO_RELAY=wal. */
  readonly wal: Readonly<Record<ProgramName, string>>
  readonly psp: string
  readonly carrierWebhooks: readonly string[]
  /** The token that operator's routes want. */
  readonly operator: string
  /** Deployment's, who alone may write to the registry. */
  readonly registry: string
}

/** The secrets of the stack on a data directory. */
export const secretsOf = (dataDir: string): Secrets => loadSecrets(dataPaths(dataDir).secrets)

/** The secrets kept in `path`; made and written there, readable by its owner alone, if there are none. */
export function loadSecrets(path: string): Secrets {
  const text = readIfThere(path)
  const kept = text === undefined ? undefined : parse(path, text)
  const stranger = KAFKA_USERS.find((user) => kept && !kept.kafka.users[user])
  if (stranger)
    throw new StackError(
      `${path} knows no password for ${stranger}, a program that came later: Kafka gets its users when it is made.`,
      'npm run reset',
    )
  if (kept && LATER.every((name) => kept[name] !== undefined)) return kept as Secrets
  // Data directories from before there were these get them now.
  const secrets = { ...createSecrets(), ...kept }
  writePrivateFile(path, `${JSON.stringify(secrets, null, 2)}\n`)
  return secrets
}

/** What data directories have not always had. */
const LATER = ['operator', 'registry', 'wal'] as const
type Later = (typeof LATER)[number]
type Kept = Omit<Secrets, Later> & Partial<Pick<Secrets, Later>>

function parse(path: string, text: string): Kept {
  try {
    const secrets = JSON.parse(text) as Kept
    if (secrets.version === 1) return secrets
  } catch {
    // Damaged: the same advice as for an unknown version.
  }
  throw new StackError(`${path} is damaged. The data beside it cannot be opened without it.`, 'npm run reset')
}

function createSecrets(): Secrets {
  return {
    version: 1,
    kafka: { clusterId: clusterId(), broker: password(), users: byName(KAFKA_USERS, password) },
    postgresSuperuser: password(),
    postgres: byName(PROGRAMS, () => ({ owner: password(), app: password() })),
    wal: byName(PROGRAMS, password),
    psp: password(),
    carrierWebhooks: [password()],
    operator: password(),
    registry: password(),
  }
}

export const byName = <Name extends string, Value>(
  names: readonly Name[],
  of: (name: Name) => Value,
): Record<Name, Value> => Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Value>

/** Letters, digits, `-` and `_` only: safe in URLs, SQL literals and Java properties alike. */
const password = (): string => randomBytes(PASSWORD_BYTES).toString('base64url')

function clusterId(): string {
  const id = randomBytes(CLUSTER_ID_BYTES).toString('base64url')
  return id.startsWith('-') ? clusterId() : id // Kafka's tools would take it for an option
}
