import { createMemoryLog } from '@bistro/kit/memory'
import { Health, SILENT_LOGGER } from '@bistro/kit/runtime'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Board } from '../../src/board/board.ts'
import { type BoardEvent, Seats } from '../../src/board/fold.ts'
import { confirmed, held, readBytes, recordOf, uuid } from '../live/records.ts'

const EVENING = uuid(8)
const opened: BoardEvent = {
  ...{ type: 'EveningOpened', streamId: EVENING, version: 1 },
  data: { eveningId: EVENING, title: 'Truffles', date: '2030-05-01T18:00:00.000Z', seats: 10 },
}
const event = (type: string, reservation: number, version: number, seats = 2): BoardEvent => ({
  ...{ type, streamId: uuid(reservation), version },
  data: { eveningId: EVENING, seats },
})
const countsOf = (events: readonly BoardEvent[]) => {
  const seats = new Seats()
  for (const each of events) seats.apply(each)
  return seats.items.map(({ held, confirmed, cancelled }) => ({ held, confirmed, cancelled }))
}

it('seats move from held to confirmed, and back to the evening', () => {
  const story = [opened, event('ReservationHeld', 1, 1), event('ReservationHeld', 2, 1, 3)]
  expect(countsOf(story)).toEqual([{ held: 5, confirmed: 0, cancelled: 0 }])
  story.push(event('Reservation_confirmed', 1, 2), event('ReservationExpired', 2, 2, 3))
  expect(countsOf(story)).toEqual([{ held: 0, confirmed: 2, cancelled: 3 }])
  story.push(event('ReservationCancellationRequested', 1, 3))
  expect(countsOf(story)).toEqual([{ held: 0, confirmed: 2, cancelled: 3 }])
  story.push(event('ReservationCancelled', 1, 4))
  expect(countsOf(story)).toEqual([{ held: 0, confirmed: 0, cancelled: 5 }])
})

it('every order of the events, with copies, leads to the same board', () => {
  const story = [
    opened,
    ...[1, 2, 3].map((reservation) => event('ReservationHeld', reservation, 1, reservation)),
    ...[event('Reservation_confirmed', 1, 2, 1), event('ReservationCancelled', 1, 3, 1)],
    event('ReservationExpired', 2, 2, 2),
  ]
  const shuffled = fc.shuffledSubarray([...story, ...story], { minLength: 2 * story.length })
  fc.assert(
    fc.property(shuffled, (events) => {
      expect(countsOf(events)).toEqual([{ held: 3, confirmed: 0, cancelled: 3 }])
    }),
  )
})

it('reads the topic from its beginning, and says how far', async () => {
  const log = createMemoryLog({ topics: ['bistro.reservation.v1'], partitions: 1 })
  const send = (...records: readonly ReturnType<typeof held>[]) =>
    log.send(
      'bistro.reservation.v1',
      records.map((record) => ({ key: 'k', ...record })),
    )
  const evening = { title: 'T', date: '2030-05-01T18:00:00.000Z', seats: 10, holdSeconds: 900, depositPercent: 20 }
  const money = { amount: 100, currency: 'EUR' }
  const data = { eveningId: EVENING, ...evening, pricePerSeat: money, kits: [{ sku: 'menu', name: 'M', price: money }] }
  await send(recordOf('EveningOpened', data, { stream: EVENING }), held(uuid(1)))
  const board = new Board(readBytes)
  await board.start(log, new Health(SILENT_LOGGER))
  await expect.poll(() => board.answer('a').items[0]?.held).toBe(2)
  await send(confirmed(uuid(1)), { ...held(uuid(2)), headers: {} })
  await expect
    .poll(() => board.answer('a'))
    .toEqual({
      replica: 'a',
      readTo: { 'bistro.reservation.v1/0': '3' },
      items: [{ eveningId: EVENING, title: 'T', date: evening.date, seats: 10, held: 0, confirmed: 2, cancelled: 0 }],
    })
  await board.stop()
})
