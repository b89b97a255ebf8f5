import { httpPsp } from '@bistro/payment/psp'
import { httpCarrier } from '@bistro/shipping/carrier'
import { ADDRESS, DELIVER_BY, depositOf } from './flow/data.ts'
import type { Saga } from './flow/saga.ts'
import type { Place } from './place.ts'

/** The calls to the world outside, by the product's own adapters: the same requests to the same processes. */
export interface Outside {
  /** @throws where the card is not charged */
  charge(saga: Saga): Promise<void>
  /** @throws where the parcel is not booked */
  book(saga: Saga): Promise<void>
}

export function outsideOf(place: Place): Outside {
  const psp = httpPsp(place.psp)
  const carrier = httpCarrier(place.carrier.url)
  return {
    charge: async (saga) => {
      const { paymentId, cardToken } = saga
      const { status } = await psp.charge({ paymentId, amount: depositOf(saga), cardToken })
      if (status !== 'captured')
        throw new Error(`the card of payment ${paymentId} is ${status}; subjects are measured with good cards`)
    },
    book: async ({ shipmentId }) => {
      const { status } = await carrier.book({ shipmentId, attempt: 1, address: ADDRESS, deliverBy: DELIVER_BY })
      if (status !== 'booked')
        throw new Error(`shipment ${shipmentId} is ${status}; subjects are measured with served addresses`)
    },
  }
}
