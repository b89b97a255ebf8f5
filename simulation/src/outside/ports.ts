import type { Money } from '@bistro/events'
import { CallFailed, CallRefused } from '@bistro/kit'
import { keyOf as keyOfCall } from '@bistro/kit/faults'
import type { Fault } from '../faults.ts'
import type { Simulation } from '../simulation.ts'
import { keyOf, type Parcel, type ParcelRef, SimulatedCarrier } from './carrier.ts'
import { isShown, SimulatedMail, takeMessage } from './mail.ts'
import { deliverNews } from './post.ts'
import { NoAnswer, SimulatedPsp } from './psp.ts'

type ChargeRequest = { paymentId: string; amount: Money; cardToken: string }
type RefundRequest = { paymentId: string; amount: Money }
type BookingRequest = ParcelRef & { address: { postcode: string } }

/** Probability that a valid request is refused for good. */
const REFUSE = 0.01
const TRAVEL_MOST_MS = 40
const ANSWERS_MOST_MS = 20
const SLOW_BANK_MS = 5_000
const LOSE_REQUEST = 0.03
const LOSE_ANSWER = 0.05
const STEP_LEAST_MS = 50
const STEP_MOST_MS = 3_000

/** What the services' effects call: the card provider with its ledger, the carrier with its parcels, the mail server, and pages. */
export function createPorts(simulation: Simulation) {
  const carrier = new SimulatedCarrier((parcel) => travel(simulation, carrier, parcel))
  const psp = new SimulatedPsp()
  const mailbox = new SimulatedMail()
  let calls = 0
  const key = (wanted: string): string => keyOfCall({ nets: simulation.nets, freshKey: () => String(++calls) }, wanted)
  const say = (what: string, paymentId: string): void =>
    simulation.note('psp', what, { saga: simulation.books.sagaOfPayment.get(paymentId) })
  const mayRefuse = (who: 'psp' | 'carrier', what: string, saga: string | undefined): void => {
    if (!simulation.faults.injects(who, REFUSE)) return
    simulation.note(who, `refuses the ${what} for good`, { fault: true, saga })
    throw new CallRefused(`the ${what} was refused with status 400`, 400)
  }
  const sagaOf = ({ paymentId }: { paymentId: string }) => simulation.books.sagaOfPayment.get(paymentId)
  const sagaOfParcel = ({ shipmentId }: ParcelRef) => {
    const stream = simulation.books.orderOfShipment.get(shipmentId)
    return stream && simulation.books.sagaOf({ stream })
  }
  return {
    ledger: psp.accounts,
    parcels: carrier.parcels,
    mailbox,
    mail: {
      page: async (page: { service: string; token: string }) => ({ isShown: await isShown(simulation, page) }),
      send: (sending: { key: string; to: string }) => takeMessage(simulation, mailbox, sending),
    },
    psp: {
      charge: async (request: ChargeRequest) => {
        if (request.cardToken === 'tok_slow' && !psp.accounts.has(request.paymentId))
          await simulation.agenda.sleep(SLOW_BANK_MS)
        mayRefuse('psp', 'charge', sagaOf(request))
        const before = psp.accounts.get(request.paymentId)?.captures.length ?? 0
        try {
          return await answered(simulation, () => psp.charge(key(request.paymentId), request))
        } finally {
          told(simulation, psp, request, before)
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
        simulation.watch.moved(sagaOf(request), 'payment')
        return answer
      },
    },
    carrier: {
      book: async (request: BookingRequest) => {
        // A carrier that has accepted a parcel must give the same response to the same key again.
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

/** When a call gets no response, the caller gives up after a while. */
async function answered(simulation: Simulation, call: () => object): Promise<object> {
  try {
    return call()
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    await simulation.agenda.sleep(error.afterMs)
    throw new CallFailed(error.message, 'away')
  }
}

const statusIn = (answer: object): string => (answer as { status: string }).status

export type Ports = ReturnType<typeof createPorts>

type Call = (request: never) => Promise<object>

/** The same ports as processes reach them: requests and responses can get lost on the way. */
export function portsOf(simulation: Simulation): object {
  const through = <C extends Call>(who: Fault, name: string, call: C): C =>
    ((request: Parameters<C>[0]) => travelling(simulation, who, name, request, call)) as C
  const { psp, carrier, mail } = simulation.ports
  const onTheirWay = (who: Fault, calls: Record<string, Call>): object =>
    Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, through(who, name, call)]))
  const send = through('mail', 'message', mail.send)
  const page = through('mail', 'page', mail.page)
  return {
    psp: onTheirWay('psp', psp),
    carrier: onTheirWay('carrier', carrier),
    sendMail: send,
    sendAlert: send,
    pages: {
      shows: async (wanted: Parameters<typeof page>[0]) => (await page(wanted).catch(notAnswered)).isShown,
      linkTo: ({ path }: { path: string }) => path,
    },
  }
}

/** Nobody answers: the page is not there yet. */
const notAnswered = (error: unknown): { isShown: boolean } => {
  if (error instanceof CallFailed) return { isShown: false }
  throw error
}

async function travelling(
  simulation: Simulation,
  who: Fault,
  name: string,
  request: never,
  call: Call,
): Promise<object> {
  const { agenda, faults, random } = simulation
  const lost = (what: string): CallFailed => {
    simulation.note(who, what, { fault: true, saga: simulation.sagaOfRequest(request) })
    return new CallFailed(what, 'away')
  }
  if (faults.injects(who, LOSE_REQUEST)) throw lost(`does not receive the ${name} request`)
  await agenda.sleep(random.between(1, TRAVEL_MOST_MS))
  const answer = await call(request)
  await agenda.sleep(random.between(1, ANSWERS_MOST_MS))
  if (faults.injects(who, LOSE_ANSWER)) throw lost(`responds to the ${name} request, but the response is lost`)
  return answer
}

function told(simulation: Simulation, psp: SimulatedPsp, { paymentId, amount }: ChargeRequest, before: number): void {
  const { captures } = psp.accounts.get(paymentId)!
  if (captures.length === before) return
  const saga = simulation.books.sagaOfPayment.get(paymentId)
  simulation.note('psp', `charges the card ${amount.amount}`, { saga })
  simulation.watch.moved(saga, 'payment')
}

function travel(simulation: Simulation, carrier: SimulatedCarrier, parcel: Parcel): void {
  simulation.agenda.in(simulation.random.between(STEP_LEAST_MS, STEP_MOST_MS), () => {
    const kind = carrier.advance(parcel)
    if (!kind) return
    const orderId = simulation.books.orderOfShipment.get(parcel.shipmentId)
    const saga = orderId && simulation.books.sagaOf({ stream: orderId })
    simulation.note('carrier', `parcel ${parcel.attempt} is ${kind}`, { saga })
    simulation.watch.moved(saga, 'shipping')
    const { shipmentId, attempt, trackingNumber } = parcel
    const news = { eventId: simulation.newId(), shipmentId, attempt, trackingNumber, kind, at: simulation.agenda.now }
    deliverNews(simulation, news)
    travel(simulation, carrier, parcel)
  })
}
