import type { AnyEvent } from './event.ts'

export type Row = Readonly<Record<string, unknown>>

/** How one event type changes one row of a view. */
export interface Fold<Data, R> {
  key(data: Data): string
  /** The new row, or null for none. `row` is null where there is none yet, and always in an own view. */
  row(row: R | null, data: Data): R | null
}

/** A metric with the number of rows. */
export interface RowGauge {
  readonly name: string
  readonly help: string
}

/**
 * Rows folded from events: a table of the service's own database (`snake_case` columns for `camelCase` fields),
 * replicated from other services' events, or kept from the service's own in the same transaction.
 */
export interface View<R extends object, E extends AnyEvent> {
  readonly name: string
  /** own: kept from the service's own events, each row made from one event alone · replicated: from other services'. */
  readonly source: 'own' | 'replicated'
  /** The field that is the key; its column is text. */
  readonly key: keyof R & string
  readonly gauge?: RowGauge
  readonly on: { readonly [T in E['type']]?: Fold<Extract<E, { type: T }>['data'], R> }
}

export interface AnyView {
  readonly name: string
  readonly source: 'own' | 'replicated'
  readonly key: string
  readonly gauge?: RowGauge
  readonly on: { readonly [type: string]: AnyFold | undefined }
}

/** A fold with its types erased. */
export interface AnyFold {
  key(data: never): string
  row(row: never, data: never): object | null
}

export const keyIn = (fold: AnyFold, data: object): string => fold.key(data as never)
export const rowFrom = (fold: AnyFold, before: Row | null, data: object): Row | null =>
  fold.row(before as never, data as never) as Row | null

/** Refers to a view row of type `R`, to be read together with a command. */
export interface RowRef<R extends object = object> {
  readonly view: string
  readonly key: string
  /** Never set: it carries the type. */
  readonly row?: R
}

/** The part of a view's type that concerns its rows, whatever its events. */
export type ViewOf<R extends object> = Pick<View<R, never>, 'name' | 'key'> & {
  readonly on: { readonly [type: string]: Rows<R> | undefined }
}

/** Any fold of the view yields the same row type. */
interface Rows<R> {
  row(row: R | null, data: never): R | null
}

export const rowOf = <R extends object>(view: ViewOf<R>, key: string): RowRef<R> => ({ view: view.name, key })
