import type { SagaDetail, SagaEvent } from '@bistro/gateway/contract'
import { expect, test } from 'vitest'
import { withEvent } from './with-event.ts'

const event = (id: string, second: number, rest: Partial<SagaEvent> = {}) =>
  ({ id, streamId: 'order', time: `2026-12-01T12:00:0${second}Z`, data: {}, ...rest }) as SagaEvent
const saga = { reservationId: 'reservation', orderId: 'order', events: [event('1', 1), event('3', 3)] } as SagaDetail
const idsWith = (added: SagaEvent) => withEvent(saga, added).events.map(({ id }) => id)

test('an event that comes late stands in the order of its time', () => {
  expect(idsWith(event('2', 2))).toEqual(['1', '2', '3'])
})

test("an event of the guest's own stream belongs to the saga that it names", () => {
  expect(idsWith(event('4', 4, { streamId: 'guest', data: { reservationId: 'reservation' } }))).toEqual(['1', '3', '4'])
})

test('known events and those of other sagas change nothing', () => {
  expect(withEvent(saga, event('3', 3))).toBe(saga)
  expect(withEvent(saga, event('5', 5, { streamId: 'another' }))).toBe(saga)
})
