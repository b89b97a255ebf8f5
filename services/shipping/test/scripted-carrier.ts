import type { BookingAnswer, BookingRequest, CancellationAnswer, ParcelRef } from '../src/domain/shipment/carrier.ts'
import type { Carrier, Parcel } from '../src/effects/carrier.ts'

/** A carrier that answers as the test says, and remembers what it was asked. */
export class ScriptedCarrier implements Carrier {
  readonly asked: string[] = []
  booking: BookingAnswer | Error = { status: 'booked' }
  cancellation: CancellationAnswer = { status: 'cancelled' }
  state: Parcel = { status: 'booked' }

  book = async ({ attempt, address, deliverBy }: BookingRequest): Promise<BookingAnswer> => {
    this.asked.push(`book ${attempt} to ${address.line1} by ${deliverBy}`)
    if (this.booking instanceof Error) throw this.booking
    return this.booking
  }
  cancel = async ({ attempt }: ParcelRef): Promise<CancellationAnswer> => {
    this.asked.push(`cancel ${attempt}`)
    return this.cancellation
  }
  parcel = async ({ attempt }: ParcelRef): Promise<Parcel> => {
    this.asked.push(`track ${attempt}`)
    return this.state
  }
}
