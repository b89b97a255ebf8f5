import { orderIdOf } from '@bistro/events'
import {
  IdParams,
  NoBody,
  Problem,
  problemResponses,
  type RouteContext,
  readStream,
  type Stream,
  sendStream,
} from '@bistro/kit/http'
import type { Runtime } from '@bistro/kit/runtime'
import { reservation, type Reservation as State } from '../domain/reservation/index.ts'
import { oneReservation, runningReservation } from './examples.ts'
import { CancellationAccepted, Reservation } from './schemas.ts'

const tags = ['reservations']

export function addReservation({ api, runtime, perform }: RouteContext): void {
  const show = {
    tags,
    summary: 'Shows a reservation. A rejected one has no kits and no hold',
    'x-bistro-role': 'guest',
    params: IdParams,
    response: { 200: Reservation, ...problemResponses({ 404: 'unknown-reservation' }) },
  } as const
  api.get('/reservations/:id', { schema: show, config: { example: oneReservation } }, async ({ params }, reply) => {
    const { state, version } = await reservationOf(runtime, params.id)
    sendStream(reply, runtime, params.id, { version })
    return toReservation(state)
  })

  const cancel = {
    tags,
    summary: 'Requests a cancellation. The order decides whether it is in time',
    'x-bistro-role': 'guest',
    params: IdParams,
    body: NoBody,
    response: {
      202: CancellationAccepted,
      ...problemResponses({ 404: 'unknown-reservation', 409: 'already-ended' }),
    },
  } as const
  api.post(
    '/reservations/:id/cancellation',
    { schema: cancel, config: { example: runningReservation } },
    async (request, reply) => {
      const { id } = request.params
      await reservationOf(runtime, id)
      await perform(reservation)(
        { request, reply },
        {
          stream: id,
          command: () => ({ type: 'RequestCancellation' }),
          problems: { 'unknown-reservation': 404, 'already-ended': 409 },
          answer: () => ({ status: 202, body: { reservationId: id, status: 'cancelling' } }),
        },
      )
    },
  )
}

type Made = Exclude<State, { status: 'none' }>

/** @throws a 404 if no reservation has this id */
async function reservationOf(runtime: Runtime, id: string): Promise<Stream<Made>> {
  const found = await readStream(runtime, reservation, id)
  if (!found || found.state.status === 'none')
    throw new Problem(404, 'unknown-reservation', `There is no reservation ${id}.`)
  return { state: found.state, version: found.version }
}

/** A reservation as its guest sees it, without internal counts. */
function toReservation(state: Made) {
  const { reservationId, customerId, eveningId, seats, status, reason } = state
  const made = { reservationId, orderId: orderIdOf(reservationId), customerId, eveningId, seats, status, reason }
  if (state.status === 'rejected') return made
  const { kits, holdExpiresAt, lastCancellationRejected } = state
  return { ...made, kits: [...kits], holdExpiresAt, lastCancellationRejected }
}
