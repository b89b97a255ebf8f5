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

/** Whom a route is for. */
export type Role = 'guest' | 'operator' | 'carrier'

declare module 'fastify' {
  interface FastifySchema {
    /** Every route of a service says whom it is for. */
    'x-bistro-role'?: Role
  }
  interface FastifyContextConfig {
    /** Looks at the bytes of the body before anything else does. @throws a Problem, and the body is not read */
    verifyBody?(request: FastifyRequest, body: Buffer): void
    /** The headers that `verifyBody` judges, for the description. */
    signed?: TProperties
    /** `Idempotency-Key` is required; 2xx and 409 are stored under it with the write and given again. */
    idempotent?: boolean
    /** False where an answer waits for no Consistency-Token. */
    tokens?: boolean
    /** How the reference page fills it in. */
    example?: MakeExample
    /** True where an operator's route does not want the operator's token. */
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

/** What became of a command that was not rejected. */
export interface Performed<S = unknown> {
  readonly events: readonly AnyEvent[]
  readonly version: number
  /** The stream's, after the command. */
  readonly state: S
  /** The named reason for which nothing happened. */
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
  /** View rows that the command is made from; read in the command's own transaction, after the tokens. */
  readonly reads?: { readonly [I in keyof Rows]: RowRef<Rows[I]> }
  /** `rows` in the order of `reads`, null where there is none; `now` (RFC 3339, milliseconds) is the request's time. */
  command(rows: { readonly [I in keyof Rows]: Rows[I] | null }, at: { readonly now: string }): C
  /** The status of each code that the decision may be rejected with; the code is the problem's slug. 409 if not named. */
  readonly problems?: Readonly<Record<string, number>>
  /** Pure. A Problem where a decision that was recorded is bad news. */
  answer(outcome: Performed<S>): Answer | Problem
}

/** Any write, where its own types no longer matter. */
export interface AnyWrite {
  readonly stream: string
  readonly reads?: readonly RowRef[]
  command(rows: never, at: { readonly now: string }): AnyCommand
  readonly problems?: Readonly<Record<string, number>>
  answer(outcome: Performed<never>): Answer | Problem
}

/** Submits a command for an HTTP request and sends the reply, with a Consistency-Token of the stream. */
export type Perform = <S, C extends AnyCommand>(
  aggregate: Keeps<S> & Takes<C>,
) => <Rows extends readonly object[] = []>(http: Exchange, write: Write<S, C, Rows>) => Promise<void>
