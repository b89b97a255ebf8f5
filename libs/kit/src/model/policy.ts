import type { Takes } from './aggregate.ts'
import type { AnyCommand, AnyEvent } from './event.ts'
import { type Row, type RowRef, rowOf, type ViewOf } from './view.ts'

/** An event of another service, and the command it leads to in one stream of this one. */
export interface Policy<Data, C extends AnyCommand> {
  stream(data: Data): string
  /**
   * A view row without which nothing can be decided. Not yet is not never: where it is missing, the message waits
   * until the row arrives, and later ones of its stream wait behind it.
   */
  needs?(data: Data): RowRef
  /** `row` is there whenever `needs` is. */
  command(data: Data, row: Row): C
}

/** A policy that decides with a row of a view, and waits for it: the row's type is the view's. */
export const withRow = <R extends object, Data, C extends AnyCommand>(
  view: ViewOf<R>,
  policy: {
    stream(data: NoInfer<Data>): string
    /** The row's key. */
    key(data: NoInfer<Data>): string
    command(data: NoInfer<Data>, row: R): C
  },
): Policy<Data, C> => ({
  stream: policy.stream,
  needs: (data) => rowOf(view, policy.key(data)),
  command: (data, row) => policy.command(data, row as R),
})

/** The service's part in the saga: for each event type that makes it do something, what it does. */
export type Policies<E extends AnyEvent, C extends AnyCommand> = {
  readonly [T in E['type']]?: Policy<Extract<E, { type: T }>['data'], C>
}

export interface AnyPolicy {
  readonly aggregate: string
  stream(data: object): string
  needs?(data: object): RowRef
  command(data: object, row: Row): AnyCommand
}

/** Policies together with the aggregate that takes their commands. */
export function bind<E extends AnyEvent, C extends AnyCommand>(
  aggregate: Takes<C>,
  policies: Policies<E, C>,
): Readonly<Record<string, AnyPolicy>> {
  const entries = Object.entries(policies) as [string, Omit<AnyPolicy, 'aggregate'>][]
  return Object.fromEntries(entries.map(([type, policy]) => [type, { ...policy, aggregate: aggregate.name }]))
}
