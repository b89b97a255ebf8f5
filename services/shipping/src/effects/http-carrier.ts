import { httpClient } from '@bistro/kit/http'
import { BookingAnswer, CancellationAnswer, type Carrier, Parcel } from './carrier.ts'

/** The carrier over HTTP. A call without a valid response throws: the runtime retries it or takes the refusal. */
export function httpCarrier(url: string, connect = httpClient): Carrier {
  const call = connect('the carrier', url)
  return {
    book: ({ shipmentId, attempt, address, deliverBy }) => {
      const headers = { 'idempotency-key': `${shipmentId}:${attempt}` }
      const body = { shipmentId, attempt, address, deliverBy }
      return call({ method: 'POST', path: '/bookings', headers, body }, BookingAnswer)
    },
    cancel: ({ shipmentId, attempt }) =>
      call({ method: 'POST', path: '/cancellations', body: { shipmentId, attempt } }, CancellationAnswer),
    parcel: ({ shipmentId, attempt }) => {
      const query = new URLSearchParams({ shipmentId, attempt: String(attempt) })
      return call({ method: 'GET', path: `/parcels?${query}` }, Parcel)
    },
  }
}
