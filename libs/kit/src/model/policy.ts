import type { Takes } from './aggregate.ts'
import type { AnyCommand, AnyEvent, TakenEvent } from './event.ts'
import { type Row, type RowRef, rowOf, type ViewOf } from './view.ts'

/** Maps an event of another service to a command for one stream of this service. */
export interface Policy<Data, C extends AnyCommand> {
  stream(data: Data): string
  /**
   * A view row that the decision requires. While it is missing, the message waits
   * for it, and later messages of its stream wait behind.
   */
  needs?(data: Data): RowRef
  /** `row` is there whenever `needs` is. */
  command(data: Data, row: Row, event: TakenEvent): C
}

/** A policy that requires a view row, with the view's row type. */
export const withRow = <R extends object, Data, C extends AnyCommand>(
  view: ViewOf<R>,
  policy: {
    stream(data: NoInfer<Data>): string
    /** The row's key. */
    key(data: NoInfer<Data>): string
    command(data: NoInfer<Data>, row: R, event: TakenEvent): C
  },
): Policy<Data, C> => ({
  stream: policy.stream,
  needs: (data) => rowOf(view, policy.key(data)),
  command: (data, row, event) => policy.command(data, row as R, event),
})

/** The service's part in the saga: a policy for each event type that it reacts to. */
export type Policies<E extends AnyEvent, C extends AnyCommand> = {
  readonly [T in E['type']]?: Policy<Extract<E, { type: T }>['data'], C>
}

export interface AnyPolicy {
  readonly aggregate: string
  stream(data: object): string
  needs?(data: object): RowRef
  command(data: object, row: Row, event: TakenEvent): AnyCommand
}

/** Policies together with the aggregate that takes their commands. */
export function bind<E extends AnyEvent, C extends AnyCommand>(
  aggregate: Takes<C>,
  policies: Policies<E, C>,
): Readonly<Record<string, AnyPolicy>> {
  const entries = Object.entries(policies) as [string, Omit<AnyPolicy, 'aggregate'>][]
  return Object.fromEntries(entries.map(([type, policy]) => [type, { ...policy, aggregate: aggregate.name }]))
}
