import type { ShippingEvent } from '@bistro/events'
import { ignore } from '@bistro/kit'
import { describe, expect, test } from 'vitest'
import type { BookingAnswer, CancellationAnswer } from './carrier.ts'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import {
  cancellationRequested,
  cancelled,
  delivered,
  dispatched,
  failed,
  lost,
  news,
  type Situation,
  schedule,
  scheduled,
  situations,
  stateAfter,
  story,
} from './shipment.fixture.ts'
import { initialState } from './state.ts'

const booked = (status: BookingAnswer['status'], attempt = 1): Command => ({
  type: 'AnswerBooking',
  attempt,
  answer: { status },
})
const stopped = (status: CancellationAnswer['status']): Command => ({
  type: 'AnswerCancellation',
  attempt: 1,
  answer: { status },
})

type Expected = readonly ShippingEvent[] | string

interface Rule {
  readonly what: string
  readonly when: Command
  readonly in: { readonly [S in Situation]?: Expected }
  readonly otherwise: Expected
}

const ENDED = { lost: 'already-ended', delivered: 'already-ended', failed: 'already-ended', cancelled: 'already-ended' }

const rules: readonly Rule[] = [
  {
    what: 'an order stands',
    when: schedule,
    in: { 'nothing scheduled': [scheduled(1)] },
    otherwise: 'already-scheduled',
  },
  {
    what: 'the booking is refused',
    when: booked('refused'),
    in: { scheduled: [failed('not_served')], 'scheduled, cancellation requested': [failed('not_served')] },
    otherwise: 'booking-no-longer-matters',
  },
  {
    what: 'the second booking is refused',
    when: booked('refused', 2),
    in: { 'scheduled again': [failed('not_served')] },
    otherwise: 'booking-no-longer-matters',
  },
  {
    what: 'the first booking is refused for good',
    when: { type: 'RefuseBooking', attempt: 1 },
    in: { scheduled: [failed('refused')], 'scheduled, cancellation requested': [failed('refused')] },
    otherwise: 'booking-no-longer-matters',
  },
  {
    what: 'the second booking is refused for good',
    when: { type: 'RefuseBooking', attempt: 2 },
    in: { 'scheduled again': [failed('refused')] },
    otherwise: 'booking-no-longer-matters',
  },
  { what: 'the parcel is booked', when: booked('booked'), in: {}, otherwise: 'booked' },
  { what: 'the booking was cancelled before it came', when: booked('cancelled'), in: {}, otherwise: 'cancelled' },
  {
    what: 'the order wants to be cancelled',
    when: { type: 'RequestCancellation' },
    in: {
      scheduled: [cancellationRequested],
      'scheduled, cancellation requested': 'already-requested',
    },
    otherwise: 'too-late',
  },
  {
    what: 'the carrier has stopped the parcel',
    when: stopped('cancelled'),
    in: { scheduled: [cancelled], 'scheduled, cancellation requested': [cancelled] },
    otherwise: 'cancellation-no-longer-matters',
  },
  { what: 'the carrier cannot stop the parcel', when: stopped('too_late'), in: {}, otherwise: 'too-late' },
  {
    what: 'the first parcel has left',
    when: news('dispatched', 1),
    in: {
      scheduled: [dispatched(1)],
      'scheduled, cancellation requested': [dispatched(1)],
      'scheduled again': 'other-attempt',
      'dispatched again': 'other-attempt',
      ...ENDED,
    },
    otherwise: 'already-dispatched',
  },
  {
    what: 'the first parcel has arrived',
    when: news('delivered', 1),
    in: {
      scheduled: [dispatched(1), delivered],
      'scheduled, cancellation requested': [dispatched(1), delivered],
      dispatched: [delivered],
      'dispatched although a cancellation was requested': [delivered],
      ...ENDED,
    },
    otherwise: 'other-attempt',
  },
  {
    what: 'the first parcel is lost',
    when: news('lost', 1),
    in: {
      scheduled: [dispatched(1), lost(1), scheduled(2)],
      'scheduled, cancellation requested': [dispatched(1), lost(1), scheduled(2)],
      dispatched: [lost(1), scheduled(2)],
      'dispatched although a cancellation was requested': [lost(1), scheduled(2)],
      ...ENDED,
    },
    otherwise: 'other-attempt',
  },
  {
    what: 'the second parcel has left',
    when: news('dispatched', 2),
    in: { 'scheduled again': [dispatched(2)], 'dispatched again': 'already-dispatched' },
    otherwise: 'other-attempt',
  },
  {
    what: 'the second parcel has arrived',
    when: news('delivered', 2),
    in: { 'scheduled again': [dispatched(2), delivered], 'dispatched again': [delivered] },
    otherwise: 'other-attempt',
  },
  {
    what: 'the second parcel is lost',
    when: news('lost', 2),
    in: { 'scheduled again': [dispatched(2), lost(2), failed('lost')], 'dispatched again': [lost(2), failed('lost')] },
    otherwise: 'other-attempt',
  },
]

const decision = (expected: Expected) => (typeof expected === 'string' ? ignore(expected) : expected)

describe.each(rules)('$what', ({ when, in: given, otherwise }) => {
  const begun = situations.filter((situation) => situation !== 'nothing scheduled' || when === schedule)

  test.each(begun)('when %s', (situation) => {
    expect(decide(when, stateAfter(story[situation]))).toEqual(decision(given[situation] ?? otherwise))
  })
})

test('a delivery says when, where the carrier has told', () => {
  const at = '2026-12-22T10:00:00.000Z'
  expect(decide({ ...news('delivered', 1), at }, stateAfter(story.dispatched))).toEqual([
    { ...delivered, data: { ...delivered.data, deliveredAt: at } },
  ])
})

test('without a shipment nothing else happens', () => {
  expect(decide({ type: 'RequestCancellation' }, initialState)).toEqual(ignore('no-shipment'))
})

describe('the state is the fold of the stream', () => {
  test.each([
    ['scheduled', { status: 'scheduled', attempt: 1, everDispatched: false }],
    ['dispatched', { status: 'dispatched', attempt: 1, trackingNumber: 'T-1', everDispatched: true }],
    ['lost', { status: 'lost' }],
    ['dispatched again', { status: 'dispatched', attempt: 2, trackingNumber: 'T-2' }],
    ['delivered', { status: 'delivered' }],
    ['failed', { status: 'failed' }],
    ['cancelled', { status: 'cancelled', cancellationRequested: true }],
  ] as const)('%s', (situation, expected) => expect(stateAfter(story[situation])).toMatchObject(expected))

  test('a second parcel has no tracking number yet, and cannot be cancelled', () => {
    const state = stateAfter(story['scheduled again'])
    expect(state).toMatchObject({ status: 'scheduled', attempt: 2, everDispatched: true })
    expect(state).not.toHaveProperty('trackingNumber')
  })

  test('events of a stream without a beginning say nothing', () =>
    expect(evolve(initialState, delivered)).toBe(initialState))
})
