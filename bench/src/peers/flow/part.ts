import type { EventType } from '@bistro/events'
import type { QueryConfig } from 'pg'
import { byteaArray } from './arrays.ts'
import { eventOf, TRACEPARENT } from './events.ts'
import type { Participant } from './participants.ts'
import { type Saga, streamOf } from './saga.ts'

/** What one participant writes in one step. */
export interface Part {
  readonly service: Participant
  readonly status: string
  readonly events: readonly EventType[]
  /** The contended row, and by how much it changes. */
  readonly counter?: { readonly id: string; readonly used: number; readonly due?: number }
  /** The Idempotency-Key that this step answers. */
  readonly answer?: string
}

const TEXT = 'select take_part($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)'

/** A part as one call of one prepared statement. */
export function statementOf({ service, status, events, counter, answer }: Part, saga: Saga): QueryConfig {
  const written = events.map((type) => eventOf(service, type, saga))
  return {
    name: 'take_part',
    text: TEXT,
    values: [
      streamOf(service, saga),
      status,
      JSON.stringify(saga),
      answer,
      counter?.id,
      counter?.used,
      counter?.due ?? 0,
      saga.reservationId,
      written.map(({ version }) => version),
      written.map(({ id }) => id),
      written.map(({ type }) => type),
      TRACEPARENT,
      byteaArray(written.map(({ bytes }) => bytes)),
    ],
  }
}
