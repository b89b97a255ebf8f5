import { randomUUIDv7 as newId } from 'node:crypto'
import { orderIdOf } from '@bistro/events'
import { rowOf } from '@bistro/kit'
import { type Answer, Problem, problemResponses, type RouteContext } from '@bistro/kit/http'
import type { Static } from 'typebox'
import { type Reservation, type ReservationCommand, reservation } from '../domain/reservation/index.ts'
import { type EveningRow, evenings } from '../domain/views/evenings.ts'
import { knownCustomers } from '../domain/views/known-customers.ts'
import { checkSkus } from './checks.ts'
import { newReservation } from './examples.ts'
import { NewReservation, ReservationMade } from './schemas.ts'

const schema = {
  tags: ['reservations'],
  summary: 'Reserves seats of an evening and orders its kits, which starts a saga. Requires an Idempotency-Key',
  'x-bistro-role': 'guest',
  body: NewReservation,
  response: {
    202: ReservationMade,
    ...problemResponses({
      404: ['unknown-customer', 'unknown-evening'],
      409: 'evening-full',
      422: ['unknown-kit', 'total-too-large'],
    }),
  },
} as const

export function addReserving({ api, perform }: RouteContext): void {
  const config = { idempotent: true, location: true, example: newReservation }
  api.post('/reservations', { schema, config }, (request, reply) => {
    const { body } = request
    checkSkus(body.kits)
    const reservationId = newId()
    return perform(reservation)(
      { request, reply },
      {
        stream: reservationId,
        reads: [rowOf(knownCustomers, body.customerId), rowOf(evenings, body.eveningId)],
        command: ([customer, evening], { now }) => toCommand(reservationId, body, customer !== null, evening, now),
        problems: { 'unknown-customer': 404, 'unknown-evening': 404, 'unknown-kit': 422, 'total-too-large': 422 },
        answer: ({ state }) => toAnswer(state),
      },
    )
  })
}

function toCommand(
  reservationId: string,
  body: Static<typeof NewReservation>,
  customerKnown: boolean,
  evening: EveningRow | null,
  now: string,
): ReservationCommand {
  return { type: 'Reserve', reservationId, ...body, customerKnown, evening, now }
}

function toAnswer(state: Reservation): Answer | Problem {
  if (!('holdExpiresAt' in state)) return eveningFull(state)
  const { reservationId, holdExpiresAt } = state
  return {
    status: 202,
    headers: { location: `/reservations/${reservationId}` },
    body: { reservationId, orderId: orderIdOf(reservationId), status: 'held', holdExpiresAt },
  }
}

function eveningFull(state: Reservation): Problem {
  const reservationId = 'reservationId' in state ? state.reservationId : undefined
  const detail = 'The evening has too few free seats. GET /evenings/:id says how many.'
  return new Problem(409, 'evening-full', detail, { reservationId })
}
