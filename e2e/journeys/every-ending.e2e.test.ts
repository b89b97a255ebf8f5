import { arrange, call, ORDINARY, readEvents, reserve, type Wishes, watchSagas } from '@bistro/client'
import { orderIdOf } from '@bistro/events'
import { afterAll, describe, expect, it } from 'vitest'
import { type LeftBehind, leftBehind } from '../support/left-behind.ts'
import { BALANCE, DEPOSIT, endOf, textIn } from '../support/sagas.ts'
import { manifest } from '../support/shared-stack.ts'

interface Ending {
  /** The row of the domain's table, word for word. */
  readonly row: string
  readonly wishes: Wishes
  readonly answer: object
  readonly event?: string
  /** What the services answer in the end; undefined where there is nothing. */
  readonly order?: object
  readonly reservation?: object
  readonly payment?: object
  readonly shipment?: object
  readonly behind: LeftBehind
}

const NOTHING: LeftBehind = {
  creditReserved: 0,
  balanceDue: 0,
  seatsHeld: 0,
  seatsConfirmed: 0,
  captures: [],
  refunds: [],
}
const HELD = { status: 202, body: { status: 'held' } }
const SETTLED = { timeout: 10_000, interval: 50 }

const endings: readonly Ending[] = [
  {
    row: '1 | enough seats, credit, a good card, a served address | OrderDelivered | credit debited',
    wishes: ORDINARY,
    answer: HELD,
    event: 'OrderDelivered',
    order: { status: 'delivered', deposit: { amount: DEPOSIT }, balance: { amount: BALANCE } },
    reservation: { status: 'confirmed' },
    payment: { status: 'processed', captured: { amount: DEPOSIT }, refunded: { amount: 0 } },
    shipment: { status: 'delivered', attempt: 1, trackingNumber: expect.any(String) },
    behind: { ...NOTHING, balanceDue: BALANCE, seatsConfirmed: ORDINARY.seats, captures: [DEPOSIT] },
  },
  {
    row: '2 | too few seats left | 409 `evening-full`, ReservationRejected | –',
    wishes: { ...ORDINARY, seats: 3, seatsOfEvening: 2 },
    answer: { status: 409, body: { type: expect.stringMatching(/\/evening-full$/) } },
    event: 'ReservationRejected',
    reservation: { status: 'rejected', reason: 'evening_full' },
    behind: NOTHING,
  },
  {
    row: '3 | a kit that the evening does not offer | 422 `unknown-kit` | seats, credit',
    wishes: { ...ORDINARY, sku: 'unheard-of' },
    answer: { status: 422, body: { type: expect.stringMatching(/\/unknown-kit$/) } },
    behind: NOTHING,
  },
  {
    row: '4 | balance above the credit available | OrderCancelled{credit_refused} | seats',
    wishes: { ...ORDINARY, creditLimitCents: BALANCE - 1 },
    answer: HELD,
    event: 'OrderCancelled',
    order: { status: 'cancelled', cancelReason: 'credit_refused' },
    reservation: { status: 'cancelled', reason: 'credit_refused' },
    behind: NOTHING,
  },
  {
    row: '5 | card declined | OrderCancelled{payment_failed} | seats, credit',
    wishes: { ...ORDINARY, cardToken: 'tok_declined' },
    answer: HELD,
    event: 'OrderCancelled',
    order: { status: 'cancelled', cancelReason: 'payment_failed' },
    reservation: { status: 'cancelled', reason: 'payment_failed' },
    payment: { status: 'failed', captured: { amount: 0 }, refunded: { amount: 0 } },
    behind: NOTHING,
  },
]

describe('every ending', async () => {
  const reader = await readEvents(manifest)
  const sagas = watchSagas(reader)
  afterAll(() => reader.close())

  it.each(endings)('$row', async ({ wishes, answer, event, behind, ...ending }) => {
    const arranged = await arrange(manifest, wishes)
    const answered = await reserve(manifest, arranged, wishes)
    expect(answered).toMatchObject(answer)
    if (event) {
      const reservationId = textIn(answered, 'reservationId')
      const orderId = orderIdOf(reservationId)
      expect(await endOf(sagas, reservationId)).toBe(event)
      await expect.poll(() => seen(reservationId, orderId), SETTLED).toMatchObject(found(ending))
      await expect.poll(() => leftBehind(manifest, arranged, [orderId]), SETTLED).toEqual(behind)
    } else {
      expect(answered.body).not.toHaveProperty('reservationId')
      expect(await leftBehind(manifest, arranged, [])).toEqual(behind)
    }
  })
})

type Parts = Pick<Ending, 'order' | 'reservation' | 'payment' | 'shipment'>

/** What the four services that know of a saga answer about it. */
async function seen(reservationId: string, orderId: string) {
  const { order, reservation, payment, shipping } = manifest.services
  const answers = await Promise.all([
    call(`${order.url}/orders/${orderId}`),
    call(`${reservation.url}/reservations/${reservationId}`),
    call(`${payment.url}/payments/${orderId}`),
    call(`${shipping.url}/shipments/${orderId}`),
  ])
  return answers.map(({ status, body }) => ({ status, body }))
}

const found = ({ order, reservation, payment, shipment }: Parts): object[] =>
  [order, reservation, payment, shipment].map((body) => (body ? { status: 200, body } : { status: 404 }))
