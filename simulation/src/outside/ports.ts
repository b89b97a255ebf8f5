import type { Money } from '@bistro/events'
import { CallRefused } from '@bistro/kit'
import { watchCaptures, watchDispatch } from '../checks/moment.ts'
import type { World } from '../world.ts'
import { keyOf, type Parcel, type ParcelRef, SimulatedCarrier } from './carrier.ts'
import { deliverNews } from './post.ts'
import { SimulatedPsp } from './psp.ts'

type ChargeRequest = { paymentId: string; amount: Money; cardToken: string }
type RefundRequest = { paymentId: string; amount: Money }
type BookingRequest = ParcelRef & { address: { postcode: string } }

/** A request is refused for good, though nothing is wrong with it that anybody here could see. */
const REFUSE = 0.01
const STEP_LEAST_MS = 50
const STEP_MOST_MS = 3_000

/** What the services' effects call, and the outside's own books. */
export function createPorts(world: World) {
  const carrier = new SimulatedCarrier((parcel) => travel(world, carrier, parcel))
  const psp = new SimulatedPsp()
  let calls = 0
  const key = (wanted: string): string => {
    calls += 1
    return world.laws.idempotencyKeys ? wanted : `${wanted}#${calls}`
  }
  const say = (what: string, paymentId: string): void =>
    world.note('psp', what, { saga: world.books.sagaOfPayment.get(paymentId) })
  const mayRefuse = (who: 'psp' | 'carrier', what: string, saga: string | undefined): void => {
    if (!world.faults.strikes(who, REFUSE)) return
    world.note(who, `refuses the ${what} for good`, { fault: true, saga })
    throw new CallRefused(`400 to the ${what}`, 400)
  }
  const sagaOf = ({ paymentId }: { paymentId: string }) => world.books.sagaOfPayment.get(paymentId)
  const sagaOfParcel = ({ shipmentId }: ParcelRef) => {
    const stream = world.books.orderOfShipment.get(shipmentId)
    return stream && world.books.sagaOf({ stream })
  }
  return {
    ledger: psp.accounts,
    parcels: carrier.parcels,
    psp: {
      charge: async (request: ChargeRequest) => {
        mayRefuse('psp', 'charge', sagaOf(request))
        const before = psp.accounts.get(request.paymentId)?.captures.length ?? 0
        try {
          return psp.charge(key(request.paymentId), request)
        } finally {
          told(world, psp, request, before)
        }
      },
      void: async (request: { paymentId: string }) => {
        mayRefuse('psp', 'void', sagaOf(request))
        const answer = psp.void(request)
        say(`is asked to void: ${statusIn(answer)}`, request.paymentId)
        return answer
      },
      refund: async (request: RefundRequest) => {
        mayRefuse('psp', 'refund', sagaOf(request))
        const answer = psp.refund(key(`${request.paymentId}:refund`), request)
        say(`is asked to refund: ${statusIn(answer)}`, request.paymentId)
        return answer
      },
    },
    carrier: {
      book: async (request: BookingRequest) => {
        // A carrier that has taken a parcel says so again, as the key demands.
        if (!carrier.parcels.has(keyOf(request))) mayRefuse('carrier', 'booking', sagaOfParcel(request))
        return carrier.book(key(keyOf(request)), request)
      },
      cancel: async (request: ParcelRef) => {
        mayRefuse('carrier', 'cancellation', sagaOfParcel(request))
        return carrier.cancel(request)
      },
      parcel: async (request: ParcelRef) => carrier.parcel(request),
    },
  }
}

const statusIn = (answer: object): string => (answer as { status: string }).status

export type Ports = ReturnType<typeof createPorts>

function told(world: World, psp: SimulatedPsp, { paymentId, amount }: ChargeRequest, before: number): void {
  const { captures } = psp.accounts.get(paymentId)!
  if (captures.length === before) return
  const saga = world.books.sagaOfPayment.get(paymentId)
  world.note('psp', `charges the card ${amount.amount}`, { saga })
  watchCaptures(world, captures, saga)
}

function travel(world: World, carrier: SimulatedCarrier, parcel: Parcel): void {
  world.agenda.in(world.random.between(STEP_LEAST_MS, STEP_MOST_MS), () => {
    const kind = carrier.advance(parcel)
    if (!kind) return
    const orderId = world.books.orderOfShipment.get(parcel.shipmentId)
    const saga = orderId && world.books.sagaOf({ stream: orderId })
    world.note('carrier', `parcel ${parcel.attempt} is ${kind}`, { saga })
    if (kind === 'dispatched' && orderId) watchDispatch(world, orderId, parcel)
    const { shipmentId, attempt, trackingNumber } = parcel
    const news = { eventId: world.newId(), shipmentId, attempt, trackingNumber, kind, at: world.agenda.now }
    deliverNews(world, news)
    travel(world, carrier, parcel)
  })
}
