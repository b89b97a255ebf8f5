import { effectBackoffMs, NOTHING_YET } from '@bistro/kit'
import { expect, test } from 'vitest'
import type { Carrier, Parcel } from './carrier.ts'
import { tracking } from './tracking.ts'

const address = { line1: 'Hauptstr. 1', city: 'Berlin', postcode: '10115', country: 'DE' }
const request = (dispatched: boolean) => ({ shipmentId: 's-1', attempt: 1, dispatched, address })

/** A carrier that is asked for nothing but parcels. */
const carrier = (parcel: Parcel): Carrier => ({
  book: () => Promise.reject(new Error('not asked')),
  cancel: () => Promise.reject(new Error('not asked')),
  parcel: () => Promise.resolve(parcel),
})
const ask = (parcel: Parcel, dispatched = false) => tracking.call(request(dispatched), { carrier: carrier(parcel) })

test.each(['dispatched', 'lost', 'delivered'] as const)('a parcel that is %s is news', async (status) => {
  const parcel = { status, trackingNumber: 'T-1' }
  expect(await ask(parcel)).toEqual(parcel)
  expect(tracking.command(parcel, request(false))).toEqual({
    type: 'ReportParcel',
    attempt: 1,
    kind: status,
    trackingNumber: 'T-1',
    address,
  })
})

test.each(['unknown', 'booked', 'refused', 'cancelled'] as const)(
  'a parcel that is %s is no news yet',
  async (status) => expect(await ask({ status })).toBe(NOTHING_YET),
)

test('that it has left is news only once', async () =>
  expect(await ask({ status: 'dispatched', trackingNumber: 'T-1' }, true)).toBe(NOTHING_YET))

test('a parcel that is under way for days is asked for less and less often', () =>
  expect([1, 2, 5, 11, 1_000].map((attempt) => effectBackoffMs(attempt, 0, tracking.backoff) / 1_000)).toEqual([
    1, 2, 16, 900, 900,
  ]))
