import { services } from '@bistro/saga'
import { expect, it } from 'vitest'
import { StateReplay } from './state-replay.ts'
import { ViewReplay } from './view-replay.ts'

const view = services.customer.views.find(({ name }) => name === 'customer_reservations')!
const ids = { reservationId: 'r1', customerId: 'c1', eveningId: 'e1', seats: 2 }
const row = { ...ids, status: 'cancelling' }

function compared(...live: object[]) {
  const replay = new ViewReplay(view)
  replay.apply('Reservation_confirmed', { ...ids, orderId: 'o1' })
  replay.apply('ReservationHeld', ids)
  replay.apply('ReservationCancellationRequested', ids)
  for (const found of live) replay.compare(found as Record<string, unknown>)
  return replay.differences
}

it('finds no difference where the row is what its events say', () =>
  expect(compared({ status: 'cancelling', seats: 2, eveningId: 'e1', customerId: 'c1', reservationId: 'r1' })).toEqual(
    [],
  ))
it('finds a changed field', () =>
  expect(compared({ ...row, seats: 3 })).toEqual([{ key: 'r1', detail: 'these fields differ: seats (3, replayed 2)' }]))
it('finds a missing row', () => expect(compared()).toEqual([{ key: 'r1', detail: 'the row is missing' }]))
it('finds a row that no event has made', () =>
  expect(compared(row, { ...row, reservationId: 'r2' })).toEqual([{ key: 'r2', detail: 'no event made this row' }]))

it('folds heads and entries as the runtime does, and finds where they differ', () => {
  const replay = new StateReplay(services.customer)
  const euros = (amount: number) => ({ amount, currency: 'EUR' })
  const data = { customerId: 'c1', name: 'Ada', email: 'a@b.c', address: {}, creditLimit: euros(10) }
  const event = {
    service: 'customer',
    aggregate: 'account',
    stream: 'c1',
    id: 'i',
    position: 1,
    published: true,
  } as const
  const rest = { time: new Date(0), bytes: Buffer.alloc(0) }
  replay.apply({ ...event, ...rest, version: 1, type: 'CustomerRegistered' }, data)
  const reserved = { customerId: 'c1', orderId: 'o1', reservationId: 'r1', amount: euros(4) }
  replay.apply({ ...event, ...rest, version: 2, type: 'CreditReserved' }, reserved)
  const { customerId: _, ...account } = data
  const state = { registered: true, ...account, reserved: 4, balanceDue: 0 }
  expect(replay.compareSnapshot('c1', { version: 2, state })).toEqual([])
  expect(replay.compareSnapshot('c2', { version: 1, state })).toEqual([
    { key: 'c2', detail: 'no event made this state' },
  ])
  expect(replay.compareSubstate('c1', 'o1', { credit: 'released' })).toHaveLength(1)
  expect(replay.missing).toEqual([])
})
