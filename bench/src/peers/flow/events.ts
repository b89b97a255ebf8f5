import { createCodec, type EventType, fileSchemaIds } from '@bistro/events'
import { v7 as newId } from 'uuid'
import { dataOf } from './data.ts'
import type { Participant } from './participants.ts'
import { OWNED, type Saga } from './saga.ts'

/** The product's own codec; ids from files, as no other program reads what the subjects write. */
export const codec = createCodec(fileSchemaIds())

export const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

/** An event ready to be stored. */
export interface NewEvent {
  readonly id: string
  readonly type: EventType
  readonly version: number
  readonly bytes: Buffer
}

/** An event of a saga at the place that it has in its owner's stream when all goes well. */
export function eventOf(service: Participant, type: EventType, saga: Saga): NewEvent {
  const version = OWNED[service].indexOf(type) + 1
  return { id: newId(), type, version, bytes: codec.encode(type, dataOf(type, saga)) }
}
