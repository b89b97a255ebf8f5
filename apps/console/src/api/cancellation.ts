import { gatewayCall } from '@bistro/http-client'

/** The guest changes their mind. */
export const cancellationRequest = (id: string) =>
  gatewayCall('post', '/api/reservation/reservations/{id}/cancellation', { params: { path: { id } } })
