import { ENDINGS, type Ending, OUTCOMES, rowText } from '@bistro/oracle/endings'
import { describe, expect, it } from 'vitest'
import type { GuestPlan, Plan } from '../src/plan.ts'
import { endingsOf, runMany } from './many.ts'

/** An ending of the table, or a way there that only a simulation can take. */
interface Played extends Pick<Ending, 'number' | 'given' | 'wishes' | 'calmly'> {
  /** Instead of the one guest of the wishes. */
  readonly guests?: readonly Partial<GuestPlan>[]
}

const CALM_RUNS = 60
const WILD_RUNS = 60

const ORDINARY: Omit<GuestPlan, 'number'> = {
  ...{ customer: 0, evening: 0, seats: 2, cardToken: 'tok_ok', arrivesMs: 500, cancelsMs: [], kit: 'offered' },
}

function planOf({ wishes, guests = [{}] }: Played): Plan {
  const { creditLimitCents = 1_000_000, postcode = '10115', seatsOfEvening = 10, holdSeconds = 900 } = wishes
  const { seats = 2, cardToken = 'tok_ok', cancelsAfter, sku } = wishes
  const kit = sku === undefined ? 'offered' : 'unknown'
  return {
    customers: [{ creditLimit: creditLimitCents, postcode }],
    evenings: [{ seats: seatsOfEvening, holdSeconds }],
    guests: guests.map((guest, number) => ({ ...ORDINARY, seats, cardToken, cancelsAfter, kit, number, ...guest })),
  }
}

const cancelling = (...times: readonly number[]): Partial<GuestPlan>[] =>
  times.map((afterMs, index) => ({ seats: 1, arrivesMs: 500 + index, cancelsMs: [afterMs] }))

const ONLY_HERE: readonly Played[] = [
  {
    number: 3,
    given: 'a kit that the evening does not offer is on the topic',
    wishes: {},
    guests: [{ kit: 'forged' }],
    calmly: ['invalid_order'],
  },
  {
    number: 8,
    given: 'the hold expires while the provider, which has charged, never answers',
    wishes: { holdSeconds: 1, cardToken: 'tok_charged_silently' },
    calmly: ['hold_expired (refunded)'],
  },
  {
    number: 9,
    given: 'guests cancel at any moment',
    wishes: {},
    guests: cancelling(0, 20, 50, 80, 110, 140, 170, 600, 2_000),
    calmly: ['guest_cancelled', 'guest_cancelled (refunded)', 'delivered (cancellation rejected)'],
  },
]

const ROWS = Map.groupBy([...ENDINGS, ...ONLY_HERE], ({ number }) => number)

describe('every ending', () => {
  describe.each([...ROWS].map(([number, played]) => [rowText(number), played] as const))('%s', (_, ways) => {
    describe.each(ways)('$given', (played) => {
      const plan = planOf(played)

      it('when nothing goes wrong', { timeout: 30_000 }, async () => {
        const results = await runMany(CALM_RUNS, { sagas: 1, faults: [], plan })
        const occurred = [...endingsOf(results)]
        expect(played.calmly).toEqual(expect.arrayContaining(occurred))
        // Where two may happen, the second may take hundreds of runs. Guests who cancel at any moment meet all.
        expect(occurred).toEqual(
          expect.arrayContaining(ONLY_HERE.includes(played) ? [...played.calmly] : [played.calmly[0]]),
        )
      })

      it('or one that its timers allow, when everything does', { timeout: 30_000 }, async () => {
        const occurred = [...endingsOf(await runMany(WILD_RUNS, { sagas: 1, plan }))]
        expect(occurred.map((label) => label.replace(/ \(.*/, '')).filter((name) => !OUTCOMES.has(name))).toEqual([])
        expect(occurred).toEqual(expect.arrayContaining([expect.stringContaining(played.calmly[0]!)]))
      })
    })
  })
})
