import { describe, expect, it } from 'vitest'
import type { CustomerPlan, EveningPlan, GuestPlan, Plan } from '../src/plan.ts'
import { endingsOf, runMany } from './many.ts'

interface Ending {
  /** The row of the domain's table, word for word. */
  readonly row: string
  readonly customer?: Partial<CustomerPlan>
  readonly evening?: Partial<EveningPlan>
  readonly guests: readonly Partial<GuestPlan>[]
  /** All endings that occur when nothing goes wrong. */
  readonly ends: readonly string[]
}

const CALM_RUNS = 60
const WILD_RUNS = 60
const ALLOWED_FOR_ALL =
  /^(delivered|cannot_ship|guest_cancelled|hold_expired|payment_failed|credit_refused|evening full|unknown-kit|invalid_order)\b/

const planOf = ({ customer, evening, guests }: Ending): Plan => ({
  customers: [{ creditLimit: 1_000_000, postcode: '10115', ...customer }],
  evenings: [{ seats: 10, holdSeconds: 900, ...evening }],
  guests: guests.map((guest, number) => ({ ...ORDINARY, number, ...guest })),
})

const ORDINARY: Omit<GuestPlan, 'number'> = {
  ...{ customer: 0, evening: 0, seats: 2, cardToken: 'tok_ok', arrivesMs: 500, cancelsMs: [], kit: 'offered' },
}
const cancelling = (...times: readonly number[]): Partial<GuestPlan>[] =>
  times.map((afterMs, index) => ({ seats: 1, arrivesMs: 500 + index, cancelsMs: [afterMs] }))

const endings: readonly Ending[] = [
  {
    row: '1 | enough seats, credit, a good card, a served address | OrderDelivered | credit debited',
    guests: [{}],
    ends: ['delivered'],
  },
  {
    row: '2 | too few seats left | 409 `evening-full`, ReservationRejected | –',
    evening: { seats: 2 },
    guests: [{ seats: 3 }],
    ends: ['evening full'],
  },
  {
    row: '3 | a kit that the evening does not offer | 422 `unknown-kit` (and OrderCancelled{invalid_order} should such an event ever be on the topic) | seats, credit',
    guests: [{ kit: 'unknown' }, { kit: 'forged' }],
    ends: ['unknown-kit', 'invalid_order'],
  },
  {
    row: '4 | balance above the credit available | OrderCancelled{credit_refused} | seats',
    customer: { creditLimit: 9_799 },
    guests: [{}],
    ends: ['credit_refused'],
  },
  {
    row: '5 | card declined | OrderCancelled{payment_failed} | seats, credit',
    guests: [{ cardToken: 'tok_declined' }],
    ends: ['payment_failed'],
  },
  {
    row: '6 | provider never answers before the deadline | as 5, and whatever it charged is refunded | seats, credit, money',
    guests: [{ cardToken: 'tok_never' }, { cardToken: 'tok_charged_silently' }],
    ends: ['payment_failed', 'payment_failed (refunded)'],
  },
  {
    row: '7 | provider charges but its answer is lost | one charge only, OrderDelivered | –',
    guests: [{ cardToken: 'tok_lost_answer' }],
    ends: ['delivered'],
  },
  {
    row: '8 | the hold expires first | OrderCancelled{hold_expired} | seats, credit, money',
    evening: { holdSeconds: 1 },
    guests: [{ cardToken: 'tok_never' }, { cardToken: 'tok_charged_silently' }],
    ends: ['hold_expired', 'hold_expired (refunded)'],
  },
  {
    row: '9 | guest cancels at any moment before dispatch | OrderCancelled{guest_cancelled}, or the ending that came first | seats, credit, money, parcel',
    guests: cancelling(0, 20, 50, 80, 110, 140, 170, 600, 2_000),
    ends: ['guest_cancelled', 'guest_cancelled (refunded)', 'delivered (cancellation rejected)'],
  },
  {
    row: '10 | guest cancels after dispatch | OrderCancellationRejected, later OrderDelivered (or 11) | credit debited',
    guests: cancelling(3_400),
    ends: ['delivered (cancellation rejected)'],
  },
  {
    row: '11 | address not served, or parcel lost twice | OrderCancelled{cannot_ship} | seats, credit, money',
    customer: { postcode: '00000' },
    guests: [{}],
    ends: ['cannot_ship (refunded)'],
  },
  {
    row: '11 | address not served, or parcel lost twice | OrderCancelled{cannot_ship} | seats, credit, money (lost twice)',
    customer: { postcode: '99999' },
    guests: [{}],
    ends: ['cannot_ship (both parcels lost, refunded)'],
  },
  {
    row: "12 | refund refused by the provider | PaymentRefundFailed, retried, then parked and visible to an operator | seats, credit; the money is on the operator's list",
    customer: { postcode: '00000' },
    guests: [{ cardToken: 'tok_refund_retry' }, { cardToken: 'tok_refund_never' }],
    ends: [
      'cannot_ship (refunded)',
      'cannot_ship (refund on the operator’s list)',
      'cannot_ship (refund settled by hand)',
    ],
  },
]

describe('every ending', () => {
  describe.each(endings)('$row', (ending) => {
    const plan = planOf(ending)

    it('when nothing goes wrong', { timeout: 30_000 }, async () => {
      const results = await runMany(CALM_RUNS, { sagas: 1, faults: [], plan })
      expect(endingsOf(results)).toEqual(new Set(ending.ends))
    })

    it('or one that its timers allow, when everything does', { timeout: 30_000 }, async () => {
      const occurred = endingsOf(await runMany(WILD_RUNS, { sagas: 1, plan }))
      for (const end of occurred) expect(end).toMatch(ALLOWED_FOR_ALL)
      expect([...occurred]).toEqual(expect.arrayContaining([expect.stringContaining(ending.ends[0]!)]))
    })
  })
})
