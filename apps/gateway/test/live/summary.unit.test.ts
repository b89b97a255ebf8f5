import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SagaSummary } from '../../src/contract/index.ts'
import { seenIn } from '../../src/live/seen.ts'
import { type SummaryData, withEvent } from '../../src/live/summary.ts'
import { confirmed, held, orderCancelled, readBytes, uuid } from './records.ts'

const SAGA = uuid(100)
const T0 = Date.parse('2030-01-01T00:00:00.000Z')
const EVENTS = [
  held(SAGA, { atMs: T0 }),
  confirmed(SAGA, { atMs: T0 + 1_000 }),
  orderCancelled(SAGA, { atMs: T0 + 2_000 }),
  // A second ending is a violated invariant. The first counts.
  orderCancelled(SAGA, { atMs: T0 + 3_000, version: 3 }),
]

function folded(records: typeof EVENTS): SagaSummary | undefined {
  let summary: SagaSummary | undefined
  for (const record of records) {
    const data = readBytes(record.headers.ce_type ?? '', record.value)?.data as SummaryData
    summary = withEvent(summary, SAGA, seenIn(record, 0)!, data)
  }
  return summary
}

it('a saga is summed up the same in whatever order its events come, and however often', () => {
  const shuffled = fc.shuffledSubarray([...EVENTS, ...EVENTS], { minLength: 2 * EVENTS.length })
  fc.assert(
    fc.property(shuffled, (records) => {
      expect(folded(records)).toEqual({
        ...{ reservationId: SAGA, orderId: folded(EVENTS)?.orderId, customerId: uuid(7), eveningId: uuid(8) },
        ...{ startedAt: '2030-01-01T00:00:00.000Z', endedAt: '2030-01-01T00:00:02.000Z' },
        lastEvent: { service: 'order', type: 'OrderCancelled', at: '2030-01-01T00:00:03.000Z' },
        ...{ status: 'cancelled', reason: 'payment_failed', stuck: false },
      })
    }),
  )
})

it('an event named like a member of every object ends nothing', () => {
  const seen = seenIn(held(SAGA, { atMs: T0 }), 0)!
  const summary = withEvent(undefined, SAGA, { ...seen, type: 'constructor' }, undefined)
  expect(summary).toMatchObject({ status: 'open', lastEvent: { type: 'constructor' } })
})
