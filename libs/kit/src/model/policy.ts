import type { AnyCommand, AnyEvent } from './event.ts'
import type { Row, RowRef } from './view.ts'

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
  aggregate: { readonly name: string; decide(command: C, ...rest: never[]): unknown },
  policies: Policies<E, C>,
): Readonly<Record<string, AnyPolicy>> {
  const entries = Object.entries(policies) as [string, Omit<AnyPolicy, 'aggregate'>][]
  return Object.fromEntries(entries.map(([type, policy]) => [type, { ...policy, aggregate: aggregate.name }]))
}
