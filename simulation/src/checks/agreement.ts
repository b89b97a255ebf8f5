import { type Money, orderIdOf, paymentIdOf, shipmentIdOf } from '@bistro/events'
import type { Parcel } from '../outside/carrier.ts'
import type { Simulation } from '../simulation.ts'

/** What the five services and the outside say about one saga in the end. */
interface Account {
  readonly reservation: string
  readonly order: string
  readonly payment: string
  readonly shipment: string
  readonly credit: string
  /** By the provider's ledger. */
  readonly held: number
  readonly captured: number
  /** Given back outside the provider. */
  readonly settled: number
  readonly parcels: readonly Parcel[]
  /** On the operator's list. */
  readonly listed: boolean
}

type Say = (invariant: number, what: string) => void

/** Invariants 3 to 6 of one saga in the end. */
export async function checkAgreement(simulation: Simulation, reservationId: string): Promise<void> {
  const say: Say = (invariant, what) => simulation.violate(invariant, what, reservationId)
  const saga = await accountOf(simulation, reservationId)
  if (saga.reservation === 'rejected') {
    if (saga.order !== 'none') say(4, 'a rejected reservation has an order')
    return
  }
  if (saga.order === 'cancelled') checkCancelled(saga, say)
  else if (saga.order === 'delivered') checkDelivered(saga, say)
  else say(6, `the saga never ends: the order stays ${saga.order} ${inWords(saga)}`)
  await checkLedger(simulation, reservationId, say)
  checkAsked(simulation, reservationId, saga, say)
}

async function accountOf(simulation: Simulation, reservationId: string): Promise<Account> {
  const orderId = orderIdOf(reservationId)
  const status = async (owner: keyof Simulation['sites'], stream: string): Promise<string> =>
    ((await simulation.sites[owner].database.store.head(stream))?.state as { status: string } | undefined)?.status ??
    'none'
  const { captures = [], refunds = [] } = simulation.ports.ledger.get(paymentIdOf(orderId)) ?? {}
  const shipmentId = shipmentIdOf(orderId)
  return {
    reservation: await status('reservation', reservationId),
    order: await status('order', orderId),
    payment: await status('payment', orderId),
    shipment: await status('shipping', orderId),
    credit: creditOf(simulation, orderId, reservationId),
    held: sum(captures) - sum(refunds),
    captured: sum(captures),
    settled: settledOf(simulation, orderId),
    parcels: [...simulation.ports.parcels.values()].filter((parcel) => parcel.shipmentId === shipmentId),
    listed: (await simulation.sites.payment.database.store.row('refund_failures', reservationId)) !== undefined,
  }
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)

const settledOf = ({ books }: Simulation, orderId: string): number =>
  sum(
    books
      .of('payment', orderId)
      .filter(({ type }) => type === 'PaymentRefundSettled')
      .map(({ data }) => (data as { amount: Money }).amount.amount),
  )

/** What became of the order's credit, by the events of its customer. */
function creditOf(simulation: Simulation, orderId: string, reservationId: string): string {
  const { customerId } = simulation.books.of('reservation', reservationId)[0]!.data as { customerId: string }
  const own = simulation.books
    .of('customer', customerId)
    .filter(({ data }) => (data as { orderId?: string }).orderId === orderId)
  return own.at(-1)?.type ?? 'none'
}

/** Invariant 3: payment's books and the provider's ledger agree. */
async function checkLedger(simulation: Simulation, reservationId: string, say: Say): Promise<void> {
  const orderId = orderIdOf(reservationId)
  const head = await simulation.sites.payment.database.store.head(orderId)
  const ledger = simulation.ports.ledger.get(paymentIdOf(orderId))
  if (!head || !ledger) return
  const { captured, refunded, amount, status } = head.state as Record<string, { amount: number }> & { status: string }
  const [taken, back] = [sum(ledger.captures), sum(ledger.refunds)]
  if (back > taken || taken > amount!.amount)
    say(3, `the guest is charged ${taken} and given back ${back}, for a deposit of ${amount!.amount}`)
  if (status !== 'requested' && (captured!.amount !== taken || refunded!.amount !== back))
    say(
      3,
      `payment's books say ${captured!.amount} captured and ${refunded!.amount} refunded, the provider's ledger ${taken} and ${back}`,
    )
}

/** Invariant 5: whatever shipping says it asked of the carrier, the carrier's record shows. */
function checkAsked(simulation: Simulation, reservationId: string, { parcels }: Account, say: Say): void {
  for (const { type, data } of simulation.books.of('shipping', orderIdOf(reservationId))) {
    if (type !== 'ShipmentCancellationRequested') continue
    const { attempt } = data as { attempt: number }
    if (!parcels.some((parcel) => parcel.attempt === attempt && parcel.cancellationAsked))
      say(5, 'the carrier was never asked to stop a parcel that shipping wanted stopped')
  }
}

/** Invariant 4, cancelled: nothing is left behind. */
function checkCancelled(saga: Account, say: Say): void {
  const { reservation, payment, shipment, credit, held, settled, parcels, listed } = saga
  if (credit === 'CreditReserved') say(4, 'the order is cancelled, but the guest’s credit stays reserved')
  if (!['cancelled', 'expired'].includes(reservation))
    say(4, `the order is cancelled, but its seats stay taken: the reservation is ${reservation}`)
  if (held < settled) say(3, `the guest has ${settled} back by hand, and the provider has given back part of it, too`)
  if (held > settled && !listed)
    say(4, `the order is cancelled, but the guest’s money is kept: ${held} (payment ${payment})`)
  if (!['none', 'failed', 'refunded', 'refund_failed', 'refund_settled'].includes(payment))
    say(4, `the order is cancelled, but the payment is ${payment}`)
  if (!['none', 'failed', 'cancelled'].includes(shipment))
    say(4, `the order is cancelled, but the shipment is ${shipment}`)
  if (parcels.some(({ status }) => ['booked', 'dispatched', 'delivered'].includes(status)))
    say(4, 'the order is cancelled, but a parcel is out')
}

/** Invariant 4, delivered: everything was done once. */
function checkDelivered(saga: Account, say: Say): void {
  const { reservation, payment, shipment, credit, held, captured, parcels } = saga
  if (reservation !== 'confirmed') say(4, `the order is delivered, but the reservation is ${reservation}`)
  if (payment !== 'processed' || shipment !== 'delivered')
    say(4, `the order is delivered, but the payment is ${payment} and the shipment ${shipment}`)
  if (credit !== 'CreditDebited') say(4, `the order is delivered, but the last word on its credit is ${credit}`)
  if (held !== captured || held === 0) say(4, `the order is delivered, but of ${captured} charged ${held} are kept`)
  const arrived = parcels.filter(({ status }) => status === 'delivered').length
  if (arrived !== 1) say(4, `the guest gets ${arrived} parcels for one order`)
}

const inWords = ({ reservation, payment, shipment, credit }: Account): string =>
  `(reservation ${reservation}, credit ${credit}, payment ${payment}, shipment ${shipment})`
