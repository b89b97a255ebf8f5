import { describe, expect, test } from 'vitest'
import { acknowledge, advance, book, cancel, cancelAnswer, type Parcel } from './parcels.ts'

const id = { shipmentId: 's', attempt: 1 }
const booked = (postcode = '1010', attempt = 1): Parcel =>
  book({ shipmentId: 's', attempt, postcode, dispatchAt: 1_000 })

let events = 0
function step(parcel: Parcel, now = 5_000): Parcel {
  events += 1
  return advance(parcel, { eventId: `e${events}`, now, deliverMs: 300 })
}

describe('book', () => {
  test('a served address: booked, due, with a tracking number that follows from the key', () => {
    expect(booked()).toMatchObject({ status: 'booked', dueAt: 1_000, unsent: [] })
    expect(booked().trackingNumber).toBe(booked('9999').trackingNumber)
    expect(booked().trackingNumber).not.toBe(booked('1010', 2).trackingNumber)
  })
  test('00000 is not served', () => {
    expect(booked('00000')).toEqual({ ...id, status: 'refused', willBeLost: false, unsent: [] })
  })
})

describe('advance', () => {
  test('booked leaves, with an event and the next due time', () => {
    const parcel = step(booked())
    expect(parcel).toMatchObject({ status: 'dispatched', dueAt: 5_300 })
    expect(parcel.unsent).toMatchObject([{ ...id, kind: 'dispatched', at: '1970-01-01T00:00:05.000Z' }])
    expect(parcel.unsent[0]?.trackingNumber).toBe(parcel.trackingNumber)
  })
  test.each([
    ['1010', 1, 'delivered'],
    ['99998', 1, 'lost'],
    ['99998', 2, 'delivered'],
    ['99999', 1, 'lost'],
    ['99999', 2, 'lost'],
  ] as const)('postcode %s, attempt %i ends %s', (postcode, attempt, end) => {
    const parcel = step(step(booked(postcode, attempt)))
    expect(parcel.status).toBe(end)
    expect(parcel.dueAt).toBeUndefined()
    expect(parcel.unsent.map(({ kind }) => kind)).toEqual(['dispatched', end])
    expect(step(parcel)).toBe(parcel)
  })
  test('cancelled and refused parcels never leave', () => {
    for (const parcel of [cancel(booked(), id), booked('00000')]) expect(step(parcel)).toBe(parcel)
  })
})

describe('cancel', () => {
  test('an unknown key is cancelled for ever', () => {
    expect(cancel(undefined, id)).toEqual({ ...id, status: 'cancelled', willBeLost: false, unsent: [] })
  })
  test('booked: cancelled, and nothing is due any more', () => {
    const parcel = cancel(booked(), id)
    expect(parcel.status).toBe('cancelled')
    expect(parcel).not.toHaveProperty('dueAt')
    expect(cancelAnswer(parcel)).toBe('cancelled')
    expect(cancel(parcel, id)).toBe(parcel)
  })
  test('refused: nothing would have left', () => {
    expect(cancelAnswer(cancel(booked('00000'), id))).toBe('cancelled')
  })
  test('dispatched, delivered and lost are too late', () => {
    const gone = [step(booked()), step(step(booked())), step(step(booked('99999')))]
    for (const parcel of gone) {
      expect(cancel(parcel, id)).toBe(parcel)
      expect(cancelAnswer(parcel)).toBe('too_late')
    }
  })
})

test('acknowledge forgets that event and no other', () => {
  const parcel = step(step(booked()))
  const [first, second] = parcel.unsent
  expect(acknowledge(parcel, first?.eventId ?? '').unsent).toEqual([second])
  expect(acknowledge(parcel, 'another').unsent).toEqual([first, second])
})
