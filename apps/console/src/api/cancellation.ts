import { type ApiRequest, path } from './request.ts'

/** The guest changes their mind. */
export const cancellationRequest = (reservationId: string): ApiRequest => ({
  method: 'POST',
  path: path`/api/reservation/reservations/${reservationId}/cancellation`,
})
