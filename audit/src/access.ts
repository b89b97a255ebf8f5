import type { Owner } from '@bistro/events'

export interface PostgresAccess {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
}

/** How to reach a running stack: the part of its `stack.json` that an auditor needs. */
export interface Access {
  readonly services: Readonly<Record<Owner, { readonly postgres: PostgresAccess }>>
  readonly kafka: {
    readonly bootstrap: string
    /** Certificate of the brokers' authority (PEM); without it, no TLS. */
    readonly caFile?: string
    /** May read every topic and write none. */
    readonly reader: { readonly user: string; readonly password: string }
  }
  readonly registry: { readonly url: string }
  readonly psp: { readonly url: string }
  readonly carrier: { readonly url: string }
}
