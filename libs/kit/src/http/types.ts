import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify'
import type { TProperties } from 'typebox'
import type { Keeps, Takes } from '../model/aggregate.ts'
import type { AnyCommand, AnyEvent } from '../model/event.ts'
import type { RowRef } from '../model/view.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { MakeExample } from './examples.ts'
import type { Problem } from './problem.ts'

/** A Fastify instance with the project's conventions. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** Who may call a route. */
export type Role = 'guest' | 'operator' | 'carrier'

declare module 'fastify' {
  interface FastifySchema {
    /** Who may call the route; required. */
    'x-bistro-role'?: Role
  }
  interface FastifyContextConfig {
    /** Verifies the bytes of the body before it is parsed. @throws Problem */
    verifyBody?(request: FastifyRequest, body: Buffer): void
    /** The headers that `verifyBody` checks, for the OpenAPI document. */
    signed?: TProperties
    /** `Idempotency-Key` is required; 2xx and 409 responses are stored with the write and repeated. */
    idempotent?: boolean
    /** True if a success names what was created in the header Location. */
    location?: boolean
    /** False if the route ignores Consistency-Tokens. */
    tokens?: boolean
    /** Whether a success carries a Consistency-Token; default: unless it ignores those that are sent, or is a list. */
    sendsToken?: boolean
    /** False if the route stores nothing in a service's database. */
    stores?: boolean
    /** Example for the reference page. */
    example?: MakeExample
    /** True if an operator's route does not require the operator's token. */
    open?: boolean
  }
}

export interface RouteContext {
  readonly api: Api
  readonly runtime: Runtime
  readonly perform: Perform
  readonly ports: unknown
}

/** Adds a service's routes to its api. */
export type Routes = (context: RouteContext) => void | Promise<void>

export interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Result of a command that was not rejected. */
export interface Performed<S = unknown> {
  readonly events: readonly AnyEvent[]
  readonly version: number
  /** The stream's state after the command. */
  readonly state: S
  /** Why the command changed nothing. */
  readonly ignored?: string
}

/** Without a body, 204 sends nothing and any other status an empty object. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
}

export interface Write<S = unknown, C extends AnyCommand = AnyCommand, Rows extends readonly object[] = []> {
  readonly stream: string
  /** View rows that the command is made from; read in its transaction, after waiting for tokens. */
  readonly reads?: { readonly [I in keyof Rows]: RowRef<Rows[I]> }
  /** `rows` in the order of `reads`, null where there is none; `now` (RFC 3339, milliseconds) is the request's time. */
  command(rows: { readonly [I in keyof Rows]: Rows[I] | null }, at: { readonly now: string }): C
  /** Status by code of a rejected decision (default 409); the code is the problem's slug. */
  readonly problems?: Readonly<Record<string, number>>
  /** Pure. Returns a Problem if the recorded decision is a failure for the caller. */
  answer(outcome: Performed<S>): Answer | Problem
}

/** Any write, with its types erased. */
export interface AnyWrite {
  readonly stream: string
  readonly reads?: readonly RowRef[]
  command(rows: never, at: { readonly now: string }): AnyCommand
  readonly problems?: Readonly<Record<string, number>>
  answer(outcome: Performed<never>): Answer | Problem
}

/** Submits a command for an HTTP request and sends the response, with the stream's Consistency-Token. */
export type Perform = <S, C extends AnyCommand>(
  aggregate: Keeps<S> & Takes<C>,
) => <Rows extends readonly object[] = []>(http: Exchange, write: Write<S, C, Rows>) => Promise<void>
