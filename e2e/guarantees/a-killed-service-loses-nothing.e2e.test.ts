import { type Answer, arrange, ORDINARY, readEvents, reserve, SERVICES, watchSagas } from '@bistro/client'
import { topics } from '@bistro/events'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { leftBehind } from '../support/left-behind.ts'
import { plainClient, readTopics, streamsWithGaps, throughTheGate } from '../support/records.ts'
import { BALANCE, CROWD, DEPOSIT, endOf, textIn } from '../support/sagas.ts'
import { kill, manifest, restore, start } from '../support/shared-stack.ts'

const SAGAS = 24
/** Every third guest's bank takes a second, so that sagas are in the middle whenever the service dies. */
const TOKENS = ['tok_slow', 'tok_ok', 'tok_ok'] as const
const SETTLED = { timeout: 15_000, interval: 100 }

/** One delivered saga, event by event. */
const DELIVERED_SAGA = [
  'customer.CreditDebited',
  'customer.CreditReserved',
  'order.OrderConfirmed',
  'order.OrderDelivered',
  'order.OrderDispatched',
  'order.OrderPaymentProcessed',
  'order.OrderRequested',
  'order.OrderReservationConfirmed',
  'order.OrderValidated',
  'payment.PaymentProcessed',
  'payment.PaymentRequested',
  'reservation.ReservationHeld',
  'reservation.Reservation_confirmed',
  'shipping.ShipmentDelivered',
  'shipping.ShipmentDispatched',
  'shipping.ShipmentScheduled',
]

describe('13 | duplicates, reordering, redelivery, a crash: a killed service loses nothing', async () => {
  const reader = await readEvents(manifest)
  const sagas = watchSagas(reader)
  afterAll(() => reader.close())

  describe.each(SERVICES)('%s', (name) => {
    afterEach(() => restore(name))

    it('dies (kill -9) amid running sagas and is started again: each ends once, nothing is done twice', async () => {
      const arranged = await arrange(manifest, CROWD)
      const answers = await Promise.all(
        Array.from({ length: SAGAS }, (_, index) =>
          reserve(manifest, arranged, { ...CROWD, cardToken: TOKENS[index % TOKENS.length] ?? 'tok_ok' }),
        ),
      )
      await kill(name)
      await start(name)

      const ids = answers.map((answer) => textIn(answer, 'reservationId'))
      expect(await Promise.all(ids.map((id) => endOf(sagas, id)))).toEqual(ids.map(() => 'OrderDelivered'))
      await expect
        .poll(() => leftBehind(manifest, arranged, orderIdsOf(answers)), SETTLED)
        .toEqual({
          creditReserved: 0,
          balanceDue: SAGAS * BALANCE,
          seatsHeld: 0,
          seatsConfirmed: SAGAS * ORDINARY.seats,
          captures: ids.map(() => DEPOSIT),
          refunds: [],
        })
      await expectEachEventOnce(ids)
    })
  })
})

const orderIdsOf = (answers: readonly Answer[]): string[] => answers.map((answer) => textIn(answer, 'orderId'))

async function expectEachEventOnce(sagaIds: readonly string[]): Promise<void> {
  const { kafka } = manifest
  const distinct = throughTheGate(await readTopics(plainClient(kafka.bootstrap, kafka.reader), Object.values(topics)))
  expect(streamsWithGaps(distinct)).toEqual([])
  const bySaga = Map.groupBy(distinct, ({ headers }) => headers.ce_correlationid)
  for (const id of sagaIds) {
    const types = bySaga.get(id)?.map(({ headers }) => headers.ce_type?.replace('bistro.', ''))
    expect(types?.sort()).toEqual(DELIVERED_SAGA)
  }
}
