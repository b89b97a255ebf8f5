import type { EventData, EventType } from './generated/events.ts'

/** The fields that a service needs of each consumed event. */
export type Needs = { readonly [T in EventType]?: readonly (keyof EventData[T] & string)[] }

/** The declared events as their consumer sees them: with the named fields only. */
export type Needed<N extends Needs, T extends keyof N & EventType = keyof N & EventType> = {
  [K in T]: { readonly type: K; readonly data: Pick<EventData[K], FieldsOf<N[K], K>> }
}[T]

type FieldsOf<Fields, K extends EventType> = Fields extends readonly (infer F)[] ? F & keyof EventData[K] : never
