import type { EventData, EventType } from './generated/events.ts'

/** What a service reads of other services' events: of each that it consumes, the fields that it needs. */
export type Needs = { readonly [T in EventType]?: readonly (keyof EventData[T] & string)[] }

/** The events of a declaration as their consumer sees them: with the fields that it names and no others. */
export type Needed<N extends Needs, T extends keyof N & EventType = keyof N & EventType> = {
  [K in T]: { readonly type: K; readonly data: Pick<EventData[K], FieldsOf<N[K], K>> }
}[T]

type FieldsOf<Fields, K extends EventType> = Fields extends readonly (infer F)[] ? F & keyof EventData[K] : never
