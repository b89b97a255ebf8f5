import type { Waiting } from '@bistro/gateway/contract'

/** An event of a story: when it happens after the saga's start, what caused it and what it undoes (types of earlier events). */
export interface Step {
  readonly ms: number
  readonly type: string
  readonly by?: string
  readonly undoes?: string
  readonly data?: Readonly<Record<string, unknown>>
}

/** Something that is waited for from one event to another, or for ever. */
export interface Wait extends Omit<Waiting, 'since' | 'until' | 'isStuck'> {
  readonly from: string
  readonly to?: string
  /** After its beginning. */
  readonly untilMs?: number
  readonly stuckAfterMs?: number
}

/** A command of which no event came. Without `by` it is a request. */
export interface Aside {
  readonly ms: number
  readonly service: string
  readonly type: string
  readonly outcome: 'ignored' | 'rejected'
  readonly reason: string
  readonly by?: string
}

export interface Story {
  readonly steps: readonly Step[]
  readonly asides?: readonly Aside[]
  readonly waits?: readonly Wait[]
}

const step = (ms: number, type: string, rest: Omit<Step, 'ms' | 'type'> = {}): Step => ({ ms, type, ...rest })
const until = (steps: readonly Step[], last: string) => steps.slice(0, steps.findIndex(({ type }) => type === last) + 1)

const HAPPY: readonly Step[] = [
  step(0, 'ReservationHeld'),
  step(18, 'OrderRequested'),
  step(33, 'CreditReserved'),
  step(47, 'OrderValidated'),
  step(61, 'PaymentRequested'),
  step(380, 'PaymentProcessed'),
  step(396, 'OrderPaymentProcessed'),
  step(397, 'Reservation_confirmed', { by: 'PaymentProcessed' }),
  step(412, 'OrderReservationConfirmed'),
  step(412, 'OrderConfirmed', { by: 'Reservation_confirmed' }),
  step(428, 'ShipmentScheduled'),
  step(3480, 'ShipmentDispatched'),
  step(3495, 'OrderDispatched'),
  step(6520, 'ShipmentDelivered', { by: 'ShipmentDispatched' }),
  step(6534, 'OrderDelivered'),
  step(6549, 'CreditDebited'),
]
const CHARGE: Wait = {
  from: 'PaymentRequested',
  to: 'PaymentProcessed',
  kind: 'effect',
  service: 'payment',
  what: 'charge',
  attempt: 1,
  text: 'payment asks the card provider (charge): attempt 1',
}
const CARRIER: Wait = {
  from: 'ShipmentScheduled',
  to: 'ShipmentDelivered',
  kind: 'outside',
  service: 'shipping',
  what: 'carrier',
  untilMs: 30_000,
  text: 'the carrier has the parcel; shipping asks again if no news comes',
}

const cancelled = (ms: number, by: string, reason: string): Step[] => [
  step(ms, 'OrderCancelled', { by, data: { reason } }),
  step(ms + 14, 'CreditReleased', { by: 'OrderCancelled', undoes: 'CreditReserved' }),
  step(ms + 15, 'ReservationCancelled', { by: 'OrderCancelled', undoes: 'ReservationHeld', data: { reason } }),
]
const refunded = (ms: number): Step[] => [
  step(ms, 'RefundRequested', { by: 'OrderCancelled' }),
  step(ms + 320, 'PaymentRefunded', { by: 'RefundRequested', undoes: 'PaymentProcessed' }),
]
const byTime = (steps: readonly Step[]) => steps.toSorted((a, b) => a.ms - b.ms)

const PAID = until(HAPPY, 'ShipmentScheduled')
const ASKED = until(HAPPY, 'PaymentRequested')

const effect = (attempt: number, error: string, rest: Partial<Wait> = {}): Wait => ({
  ...CHARGE,
  attempt,
  error,
  untilMs: 2100,
  stuckAfterMs: 8000,
  text: `payment asks the card provider (charge): attempt ${attempt}, last answer ${error}, next try in 2 s`,
  ...rest,
})

const late = (steps: readonly Step[], from: string, ms: number): Step[] => {
  const index = steps.findIndex(({ type }) => type === from)
  return steps.map((each, at) => (at < index ? each : { ...each, ms: each.ms + ms }))
}

const REFUNDS = 240

/** A refund that is tried again and again: hundreds of events in one lane, in bursts of milliseconds. */
const longStory = (): Story => {
  const first = byTime([
    ...PAID,
    step(700, 'ShipmentFailed', { data: { reason: 'not_served' } }),
    ...cancelled(715, 'ShipmentFailed', 'cannot_ship'),
  ])
  const tries = Array.from({ length: REFUNDS }, (_, index) => [
    step(760 + index * 5_000, 'RefundRequested', { by: index === 0 ? 'OrderCancelled' : 'PaymentRefundFailed' }),
    step(1060 + index * 5_000, 'PaymentRefundFailed', { by: 'RefundRequested', data: { reason: 'refused' } }),
  ]).flat()
  return { steps: [...first, ...tries], waits: [REFUND_REFUSED] }
}

const REFUND_REFUSED: Wait = {
  from: 'PaymentRefundFailed',
  to: 'PaymentRefunded',
  kind: 'outside',
  service: 'payment',
  what: 'operator',
  stuckAfterMs: 10_000,
  text: 'payment: an operator must retry the refund, which the provider refused (refund-retry)',
}

export const STORIES = {
  delivered: { steps: HAPPY, waits: [CHARGE, CARRIER] },
  declined: {
    steps: [
      ...ASKED,
      step(380, 'PaymentFailed', { data: { reason: 'declined' } }),
      ...cancelled(395, 'PaymentFailed', 'payment_failed'),
    ],
    waits: [{ ...CHARGE, to: 'PaymentFailed' }],
  },
  rejected: { steps: [step(0, 'ReservationRejected', { data: { reason: 'evening_full' } })] },
  'credit refused': {
    steps: [
      ...until(HAPPY, 'OrderRequested'),
      step(34, 'CreditRefused', { data: { reason: 'insufficient_credit' } }),
      step(50, 'OrderCancelled', { data: { reason: 'credit_refused' } }),
      step(65, 'ReservationCancelled', { undoes: 'ReservationHeld', data: { reason: 'credit_refused' } }),
    ],
  },
  'not served': {
    steps: byTime([
      ...PAID,
      step(700, 'ShipmentFailed', { data: { reason: 'not_served' } }),
      ...cancelled(715, 'ShipmentFailed', 'cannot_ship'),
      ...refunded(731),
    ]),
    waits: [CHARGE],
  },
  'lost twice': {
    steps: byTime([
      ...until(HAPPY, 'OrderDispatched'),
      step(6500, 'ShipmentLost', { by: 'ShipmentDispatched', data: { attempt: 1 } }),
      step(6500, 'ShipmentScheduled', { by: 'ShipmentLost', data: { attempt: 2 } }),
      step(9600, 'ShipmentDispatched', { by: 'ShipmentScheduled', data: { attempt: 2 } }),
      step(12_700, 'ShipmentFailed', { by: 'ShipmentDispatched', data: { reason: 'lost' } }),
      ...cancelled(12_715, 'ShipmentFailed', 'cannot_ship'),
      ...refunded(12_731),
    ]),
    waits: [CHARGE, { ...CARRIER, to: 'ShipmentFailed' }],
  },
  unreachable: {
    steps: late(HAPPY, 'PaymentProcessed', 4000),
    waits: [effect(3, '503'), CARRIER],
  },
  never: {
    steps: byTime([
      ...ASKED,
      step(8061, 'PaymentFailed', { by: 'PaymentRequested', data: { reason: 'deadline' } }),
      ...cancelled(8076, 'PaymentFailed', 'payment_failed'),
    ]),
    waits: [
      effect(2, 'no answer within 10 s', { to: 'PaymentFailed' }),
      {
        from: 'PaymentRequested',
        to: 'PaymentFailed',
        kind: 'timer',
        service: 'payment',
        what: 'deadline',
        untilMs: 8000,
        text: 'payment gives up the charge at its deadline',
      },
    ],
  },
  expired: {
    steps: byTime([
      ...ASKED,
      step(3000, 'ReservationExpired', { by: 'ReservationHeld' }),
      step(3015, 'OrderCancelled', { by: 'ReservationExpired', data: { reason: 'hold_expired' } }),
      step(3030, 'CreditReleased', { by: 'OrderCancelled', undoes: 'CreditReserved' }),
      step(3031, 'PaymentVoidRequested', { by: 'OrderCancelled' }),
      step(3350, 'PaymentFailed', {
        by: 'PaymentVoidRequested',
        undoes: 'PaymentRequested',
        data: { reason: 'order_cancelled' },
      }),
    ]),
    waits: [
      effect(1, 'no answer within 10 s', { to: 'PaymentVoidRequested' }),
      {
        from: 'ReservationHeld',
        to: 'ReservationExpired',
        kind: 'timer',
        service: 'reservation',
        what: 'hold',
        untilMs: 3000,
        text: 'reservation: the hold ends',
      },
    ],
  },
  'guest cancels': {
    steps: byTime([
      ...PAID,
      step(1500, 'ReservationCancellationRequested', { by: 'Reservation_confirmed' }),
      step(1515, 'OrderCancellationRequested'),
      step(1530, 'ShipmentCancellationRequested'),
      step(1850, 'ShipmentCancelled', { by: 'ShipmentCancellationRequested', undoes: 'ShipmentScheduled' }),
      ...cancelled(1865, 'ShipmentCancelled', 'guest_cancelled'),
      ...refunded(1881),
    ]),
    asides: [
      {
        ...{ ms: 1700, service: 'reservation', type: 'CancelReservation', outcome: 'ignored' },
        reason: 'already-cancelling',
      },
      {
        ...{ ms: 1870, service: 'order', type: 'CancelOrder', outcome: 'ignored', reason: 'already-cancelled' },
        by: 'ShipmentCancelled',
      },
      { ms: 2600, service: 'reservation', type: 'CancelReservation', outcome: 'rejected', reason: 'already-ended' },
    ],
    waits: [CHARGE, { ...CARRIER, to: 'ShipmentCancelled' }],
  },
  'refund refused': {
    steps: byTime([
      ...PAID,
      step(700, 'ShipmentFailed', { data: { reason: 'not_served' } }),
      ...cancelled(715, 'ShipmentFailed', 'cannot_ship'),
      step(731, 'RefundRequested', { by: 'OrderCancelled' }),
      step(1050, 'PaymentRefundFailed', { by: 'RefundRequested', data: { reason: 'refused' } }),
    ]),
    waits: [CHARGE, REFUND_REFUSED],
  },
  'consumer behind': {
    steps: until(HAPPY, 'OrderValidated'),
    waits: [
      {
        from: 'OrderValidated',
        kind: 'consumer',
        service: 'payment',
        what: 'OrderValidated',
        stuckAfterMs: 10_000,
        text: 'payment has not taken OrderValidated (order, version 2) yet: its process does not answer',
      },
      {
        from: 'ReservationHeld',
        kind: 'timer',
        service: 'reservation',
        what: 'hold',
        untilMs: 900_000,
        text: 'reservation: the hold ends',
      },
    ],
  },
  'provider down': { steps: ASKED, waits: [effect(7, '503')] },
  parked: {
    steps: until(HAPPY, 'PaymentProcessed'),
    waits: [
      {
        from: 'PaymentProcessed',
        kind: 'parked',
        service: 'order',
        what: 'PaymentProcessed',
        parkedId: '7',
        error: "poison: the field 'amount' is missing",
        stuckAfterMs: 0,
        text: "order has parked PaymentProcessed (poison: the field 'amount' is missing); 3 messages queue behind it",
      },
    ],
  },
  'no reason': { steps: until(HAPPY, 'CreditReserved') },
  long: longStory(),
} as const satisfies Record<string, Story>

export type StoryName = keyof typeof STORIES
