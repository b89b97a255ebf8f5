import type { ServiceName } from '@bistro/services'

export interface PostgresAccess {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
}

/** How to reach a running stack: the part of its `stack.json` that an auditor needs. */
export interface Access {
  /** In `memory` there is neither broker nor registry. */
  readonly mode: 'local' | 'docker' | 'memory'
  readonly services: Readonly<Record<ServiceName, { readonly url: string; readonly postgres: PostgresAccess }>>
  /** Services that are left out. */
  readonly without?: readonly ServiceName[]
  /** Absent where it is left out. No audit needs it. */
  readonly gateway?: { readonly url: string }
  readonly kafka: {
    readonly bootstrap: string
    /** Certificate of the brokers' authority (PEM); without it, no TLS. */
    readonly caFile?: string
    /** May read every topic and write none. */
    readonly reader: { readonly user: string; readonly password: string }
  }
  readonly registry: { readonly url: string }
  /** Since when parts are down (milliseconds since 1970), where the caller knows it. */
  readonly downSince?: ReadonlyMap<string, number>
  readonly psp: { readonly url: string }
  readonly carrier: { readonly url: string }
  readonly mail?: { readonly url: string }
}
