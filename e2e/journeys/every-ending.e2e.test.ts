import { arrange, ENDINGS, ORDINARY, readEvents, reserve, routesOf, watchSagas } from '@bistro/client'
import { orderIdOf } from '@bistro/events'
import { rowText } from '@bistro/oracle/endings'
import { afterAll, describe, expect, it } from 'vitest'
import { type LeftBehind, leftBehind } from '../support/left-behind.ts'
import { BALANCE, DEPOSIT, endOf, textIn } from '../support/sagas.ts'
import { manifest } from '../support/shared-stack.ts'

/** What the services answer in the end, and what is left; nothing where nobody knows of it. */
interface Seen {
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
const SETTLED = { timeout: 10_000, interval: 50 }

/** Of rows 1 to 5, which depend on no time. */
const SEEN: Readonly<Record<number, Seen>> = {
  1: {
    order: { status: 'delivered', deposit: { amount: DEPOSIT }, balance: { amount: BALANCE } },
    reservation: { status: 'confirmed' },
    payment: { status: 'processed', captured: { amount: DEPOSIT }, refunded: { amount: 0 } },
    shipment: { status: 'delivered', attempt: 1, trackingNumber: expect.any(String) },
    behind: { ...NOTHING, balanceDue: BALANCE, seatsConfirmed: ORDINARY.seats, captures: [DEPOSIT] },
  },
  2: { reservation: { status: 'rejected', reason: 'evening_full' }, behind: NOTHING },
  3: { behind: NOTHING },
  4: {
    order: { status: 'cancelled', cancelReason: 'credit_refused' },
    reservation: { status: 'cancelled', reason: 'credit_refused' },
    behind: NOTHING,
  },
  5: {
    order: { status: 'cancelled', cancelReason: 'payment_failed' },
    reservation: { status: 'cancelled', reason: 'payment_failed' },
    payment: { status: 'failed', captured: { amount: 0 }, refunded: { amount: 0 } },
    behind: NOTHING,
  },
}

const PLAYED = ENDINGS.flatMap((ending) => {
  const seen = SEEN[ending.number]
  return seen ? [{ ...ending, seen, row: rowText(ending.number) }] : []
})

describe('every ending', async () => {
  const reader = await readEvents(manifest)
  const sagas = watchSagas(reader)
  afterAll(() => reader.close())

  it.each(PLAYED)('$row', async ({ wishes, answer, event, seen: { behind, ...parts } }) => {
    const arranged = await arrange(manifest, wishes)
    const answered = await reserve(manifest, arranged, wishes)
    expect(answered).toMatchObject({ status: answer.status, body: bodyOf(answer) })
    if (event) {
      const reservationId = textIn(answered, 'reservationId')
      const orderId = orderIdOf(reservationId)
      expect(await endOf(sagas, reservationId)).toBe(event)
      await expect.poll(() => seen(reservationId, orderId), SETTLED).toMatchObject(found(parts))
      await expect.poll(() => leftBehind(manifest, arranged, [orderId]), SETTLED).toEqual(behind)
    } else {
      expect(answered.body).not.toHaveProperty('reservationId')
      expect(await leftBehind(manifest, arranged, [])).toEqual(behind)
    }
  })
})

const bodyOf = ({ problem }: { problem?: string }): object =>
  problem ? { type: expect.stringMatching(new RegExp(`/${problem}$`)) } : { status: 'held' }

type Parts = Omit<Seen, 'behind'>

/** What the four services that know of a saga answer about it. */
async function seen(reservationId: string, orderId: string) {
  const answers = await Promise.all([
    routesOf(manifest, 'order').GET('/orders/{id}', { params: { path: { id: orderId } } }),
    routesOf(manifest, 'reservation').GET('/reservations/{id}', { params: { path: { id: reservationId } } }),
    routesOf(manifest, 'payment').GET('/payments/{orderId}', { params: { path: { orderId } } }),
    routesOf(manifest, 'shipping').GET('/shipments/{orderId}', { params: { path: { orderId } } }),
  ])
  return answers.map(({ response, data }) => ({ status: response.status, body: data }))
}

const found = ({ order, reservation, payment, shipment }: Parts): object[] =>
  [order, reservation, payment, shipment].map((body) => (body ? { status: 200, body } : { status: 404 }))
