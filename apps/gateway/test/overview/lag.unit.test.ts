import { expect, it } from 'vitest'
import { seenIn } from '../../src/live/seen.ts'
import { Lag } from '../../src/overview/lag.ts'
import { RecordTimes } from '../../src/overview/record-times.ts'
import { held, uuid } from '../live/records.ts'

const T0 = 1_800_000_000_000

/** A partition with a record in each second from T0 on. */
function partition() {
  const lag = new Lag()
  const look = (afterMs: number, end: number, position?: number, isAway = false) =>
    lag.look({
      ...{ service: 'payment', nowMs: T0 + afterMs, isAway },
      partitions: [{ topic: 't', partition: 0, begin: 0n, end: BigInt(end) }],
      readers: [
        { group: 'payment', topic: 't', partition: 0, ...(position !== undefined && { position: BigInt(position) }) },
      ],
      timeOf: (_topic, _partition, offset) => (Number(offset) < end ? T0 + Number(offset) * 1_000 : undefined),
    })
  return look
}

it('a service that has read everything is not behind', () => {
  const look = partition()
  expect(look(10_000, 10, 10)).toEqual({ messages: 0, seconds: 0 })
})

it('a busy service that commits every five seconds is not behind in between', () => {
  const look = partition()
  look(0, 0, 0)
  for (let second = 2; second <= 60; second += 2) {
    const committed = second - (second % 5)
    expect(look(second * 1_000, second, committed), `after ${second} s`).toEqual({ messages: 0, seconds: 0 })
  }
})

it('nor is one whose commits are late on a busy machine', () => {
  const look = partition()
  look(0, 0, 0)
  for (let second = 2; second <= 60; second += 2) {
    const committed = Math.max(0, second - (second % 5) - 2)
    expect(look(second * 1_000, second, committed), `after ${second} s`).toEqual({ messages: 0, seconds: 0 })
  }
})

it('a service that stands still is behind by all that is unread, and by the age of the oldest', () => {
  const look = partition()
  look(10_000, 10, 10)
  look(14_000, 14, 10)
  expect(look(20_000, 20, 10)).toEqual({ messages: 10, seconds: 10 })
})

it('a service that reads, but not fast enough, is behind by what it had not read a moment before', () => {
  const look = partition()
  look(100_000, 100, 20)
  expect(look(102_000, 102, 25)).toEqual({ messages: 75, seconds: 75 })
})

it('what a service that is away has not read is unread at once', () => {
  const look = partition()
  look(10_000, 10, 10)
  expect(look(12_000, 12, 10, true)).toEqual({ messages: 2, seconds: 2 })
})

it('a group without a position has read nothing', () => {
  expect(partition()(10_000, 10)).toEqual({ messages: 10, seconds: 10 })
})

it('the time of a record is known to a second, for as long as it is remembered', () => {
  const times = new RecordTimes()
  for (let number = 0; number < 10_000; number += 1) {
    const record = { ...held(uuid(1), { atMs: T0 + number * 250 }), topic: 't', offset: String(number) }
    times.add(seenIn(record, 0)!)
  }
  expect(times.of('t', 0, 9_001n)).toBe(T0 + 9_004 * 250)
  expect(times.of('t', 0, 0n)).toBe(T0 + (10_000 - 4 * 900) * 250)
  expect(times.of('t', 0, 10_000n)).toBeUndefined()
  expect(times.of('t', 1, 0n)).toBeUndefined()
})
