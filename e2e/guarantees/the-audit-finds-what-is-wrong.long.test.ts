import { audit, type Report, replay } from '@bistro/audit'
import {
  type Arranged,
  arrange,
  type Manifest,
  ORDINARY,
  readEvents,
  reserve,
  type Wishes,
  watchSagas,
} from '@bistro/client'
import { orderIdOf, paymentIdOf, shipmentIdOf } from '@bistro/events'
import { secretsOf } from '@bistro/stack'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { withDatabase } from '../support/databases.ts'
import { forge, produce } from '../support/forged.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { post } from '../support/http.ts'
import { plant } from '../support/planted.ts'
import { DEPOSIT, endOf, textIn } from '../support/sagas.ts'
import { WITHOUT_CONSOLE } from '../support/without-console.ts'

const SETTLED = { timeout: 30_000, interval: 500 }
const DECLINED: Wishes = { ...ORDINARY, cardToken: 'tok_declined' }
const FULL: Wishes = { ...ORDINARY, seats: ORDINARY.seatsOfEvening + 1 }
const euros = (amount: number) => ({ amount, currency: 'EUR' })

interface Played extends Arranged {
  readonly reservationId: string
  readonly orderId: string
}

let stack: HostedStack
let manifest: Manifest
let delivered: Played
let declined: Played
let clean: Report

beforeAll(async () => {
  stack = await startHostedStack({ settings: WITHOUT_CONSOLE })
  manifest = stack.manifest
  const reader = await readEvents(manifest)
  const sagas = watchSagas(reader)
  const play = async (wishes: Wishes): Promise<Played> => {
    const arranged = await arrange(manifest, wishes)
    const reservationId = textIn(await reserve(manifest, arranged, wishes), 'reservationId')
    await endOf(sagas, reservationId)
    return { ...arranged, reservationId, orderId: orderIdOf(reservationId) }
  }
  ;[delivered, declined] = (await Promise.all([ORDINARY, DECLINED, FULL].map(play))) as [Played, Played, Played]
  await reader.close()
  await vi.waitFor(async () => {
    clean = await audit(manifest)
    expect(clean.progress.settled).toHaveLength(3)
  }, SETTLED)
})

afterAll(() => stack?.stop())

const violatedIn = ({ findings }: Report): number[] =>
  findings.filter(({ violations }) => violations.length > 0).map(({ invariant }) => invariant.number)

it('finds nothing wrong in sagas that went as they should', () => {
  expect(clean.findings.flatMap(({ violations }) => violations)).toEqual([])
  expect(clean.progress.settled).toHaveLength(3)
  expect(clean.seen.records).toBeGreaterThan(25)
})

it('finds a violation of each invariant, and repairs a view by its replay', async () => {
  const { customerId, reservationId, orderId, eveningId } = delivered
  const ids = { orderId, reservationId }
  const shipment = {
    orderId: declined.orderId,
    reservationId: declined.reservationId,
    shipmentId: shipmentIdOf(declined.orderId),
  }
  const seats = clean.facts.evenings.get(eveningId)?.find(({ type }) => type === 'SeatsOpened')
  await plant(manifest, {
    service: 'customer',
    stream: customerId,
    type: 'CreditReserved',
    data: { customerId, ...ids, amount: euros(1e9) },
  })
  await plant(manifest, {
    service: 'reservation',
    stream: seats?.stream ?? '',
    type: 'SeatsTaken',
    data: { eveningId, reservationId, seats: 99 },
    privateAggregate: 'seats',
  })
  await chargeAgain(orderId)
  await plant(manifest, {
    service: 'shipping',
    stream: declined.orderId,
    type: 'ShipmentDispatched',
    data: { ...shipment, attempt: 1, trackingNumber: 'BC1' },
  })
  await plant(manifest, {
    service: 'order',
    stream: orderId,
    type: 'OrderCancelled',
    data: { ...ids, customerId, reason: 'guest_cancelled' },
  })
  await produce(manifest, 'payment', [
    forge('payment', 'PaymentRefunded', { stream: orderId, version: 9, value: Buffer.of(0) }),
  ])
  await withDatabase(manifest, 'customer', (client) => client.query(`update customer_reservations set seats = 99`))

  const report = await audit(manifest)
  expect(violatedIn(report)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(report.findings.flatMap(({ violations }) => violations).every(({ ids }) => Object.keys(ids).length > 0)).toBe(
    true,
  )

  const before = await replay(manifest, 'customer', 'customer_reservations', ownerOf('customer'))
  expect(before.differences).toHaveLength(1)
  expect((await replay(manifest, 'customer', 'customer_reservations')).differences).toEqual([])
})

/** Under another key, so that the provider takes it for another charge. */
async function chargeAgain(orderId: string): Promise<void> {
  const reference = paymentIdOf(orderId)
  const headers = { authorization: `Bearer ${secretsOf(stack.dataDir).psp}`, 'idempotency-key': `${reference}:again` }
  const body = { reference, amount: euros(DEPOSIT), cardToken: 'tok_ok' }
  expect((await post(`${manifest.psp.url}/charges`, body, headers)).status).toBe(200)
}

const ownerOf = (service: 'customer') => ({
  ...manifest.services[service].postgres,
  user: `${service}_owner`,
  password: secretsOf(stack.dataDir).postgres[service].owner,
})
