import type { ProcessName, ServiceName } from './names.ts'

/** Where databases, broker and registry run: as processes, as containers, or the broker and the registry nowhere. */
export type Mode = 'local' | 'docker' | 'memory'

export interface PostgresAccess {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
}

/** Of a service, or of the gateway. */
export interface ServiceAccess {
  readonly url: string
  readonly postgres: PostgresAccess
  readonly kafka: {
    readonly user: string
    readonly password: string
    /** Where it publishes; nowhere, if it only reads. */
    readonly topic?: string
    readonly group: string
  }
}

export interface Credentials {
  readonly user: string
  readonly password: string
}

export interface RunningProcess {
  readonly name: ProcessName
  /** Of the first process in its container, if it is in one, as Docker's own machine counts: on Linux, this one. */
  readonly pid: number
  readonly address: string
  /** The name of its container, if it is in one. */
  readonly container?: string
}

/** What other programs need to know of a running stack: the content of `stack.json` in its data directory. */
export interface Manifest {
  readonly version: 1
  readonly mode: Mode
  readonly portBase: number
  readonly processes: readonly RunningProcess[]
  readonly services: Readonly<Record<ServiceName, ServiceAccess>>
  /** Services that are left out, though `services` says where they would be. */
  readonly without?: readonly ServiceName[]
  /** Absent where it is left out. */
  readonly gateway?: ServiceAccess
  readonly kafka: {
    readonly bootstrap: string
    readonly securityProtocol: 'SASL_PLAINTEXT' | 'SASL_SSL'
    /** With SASL_SSL: the certificate of the brokers' authority (PEM). */
    readonly caFile?: string
    readonly mechanism: 'SCRAM-SHA-512'
    readonly reader: Credentials
    /** The stream processor's: may read outcomes of orders and write them to the history of customers. */
    readonly history: Credentials
    readonly admin: Credentials
  }
  /** Anybody may read there; to write, it wants these as `Authorization: Basic`. */
  readonly registry: { readonly url: string; readonly deployment: Credentials }
  readonly psp: { readonly url: string }
  readonly carrier: { readonly url: string; readonly webhookSecrets: readonly string[] }
  /** Where mails and messages to operators arrive; absent where notification is left out. */
  readonly mail?: { readonly url: string; readonly smtp: string }
  /** Operator's routes want it as `Authorization: Bearer <token>`. */
  readonly operator: { readonly token: string }
}
