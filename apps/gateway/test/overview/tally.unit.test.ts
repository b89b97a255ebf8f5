import { expect, it } from 'vitest'
import { seenIn } from '../../src/live/seen.ts'
import { Tally } from '../../src/overview/tally.ts'
import { confirmed, held, recordOf, uuid } from '../live/records.ts'

const T0 = 1_800_000_000_000

function tallied() {
  const tally = new Tally()
  const add = (record: ReturnType<typeof held>, seenMs: number) => tally.add(seenIn(record, seenMs)!)
  return { tally, add }
}

it('events per second are those of the last ten whole seconds', () => {
  const { tally, add } = tallied()
  for (let ms = 0; ms < 30_000; ms += 100) add(held(uuid(1)), T0 + ms)
  expect(tally.eventsPerSecond(T0 + 30_000)).toBe(10)
  expect(tally.eventsPerSecond(T0 + 35_000)).toBe(5)
  expect(tally.eventsPerSecond(T0 + 50_000)).toBe(0)
})

it('the latency is from the held reservation to its confirmation, of the last five minutes', () => {
  const { tally, add } = tallied()
  expect(tally.confirmed(T0)).toBeUndefined()
  for (let number = 1; number <= 100; number += 1) {
    add(held(uuid(number), { atMs: T0 }), T0)
    add(confirmed(uuid(number), { atMs: T0 + number * 10 }), T0 + 1_000)
  }
  expect(tally.confirmed(T0 + 2_000)).toEqual({ p50Ms: 500, p99Ms: 990, count: 100 })
  expect(tally.confirmed(T0 + 301_001)).toBeUndefined()
})

it('a confirmation whose beginning was not seen does not count, nor one of a reservation that was given up', () => {
  const { tally, add } = tallied()
  add(confirmed(uuid(1)), T0)
  add(held(uuid(2), { atMs: T0 }), T0)
  const expired = { reservationId: uuid(2), customerId: uuid(7), eveningId: uuid(8), seats: 2 }
  add(recordOf('ReservationExpired', expired, { saga: uuid(2), version: 2 }), T0)
  add(confirmed(uuid(2)), T0)
  expect(tally.confirmed(T0 + 1)).toBeUndefined()
})
