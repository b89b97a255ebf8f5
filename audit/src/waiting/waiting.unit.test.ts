import { sourceOf } from '@bistro/events'
import type { ParkedFact, PendingFact, Standing } from '@bistro/oracle'
import { describe, expect, it } from 'vitest'
import { unfinishedLines, waitingLines } from './lines.ts'
import { unfinishedOf } from './unfinished.ts'
import { type Happened, waitingIn } from './waiting.ts'

const NOW_MS = Date.parse('2030-05-01T12:00:00.000Z')
const ago = (seconds: number): number => NOW_MS - seconds * 1_000

const STREAMS: Readonly<Record<string, string>> = {
  reservation: 'r1',
  order: 'o1',
  payment: 'o1',
  shipping: 'o1',
  customer: 'c1',
}

/** Events a second apart, the last one ten seconds ago. */
function saga(...steps: readonly (readonly [Happened['service'], string, number?])[]): Happened[] {
  const versions = new Map<string, number>()
  return steps.map(([service, type, given], index) => {
    const version = given ?? (versions.get(service) ?? 0) + 1
    versions.set(service, version)
    return { service, type, stream: STREAMS[service] ?? '', version, timeMs: ago(10 + steps.length - 1 - index) }
  })
}

const VALIDATED = saga(
  ['reservation', 'ReservationHeld'],
  ['order', 'OrderRequested'],
  ['customer', 'CreditReserved', 7],
  ['order', 'OrderValidated'],
)
const REQUESTED = [...VALIDATED, ...saga(['payment', 'PaymentRequested'])]

const NOTHING: Standing = { nowMs: NOW_MS, pending: [], parked: [], lacks: [], hasRead: () => true }

const pendingAfter = (service: PendingFact['service'], name: string, rest: Partial<PendingFact>): PendingFact => ({
  service,
  stream: STREAMS[service] ?? '',
  name,
  kind: 'effect',
  attempt: 1,
  dueMs: NOW_MS + 4_000,
  sinceMs: ago(6),
  ...rest,
})

const parked = (service: ParkedFact['service'], of: Happened, rest: Partial<ParkedFact> = {}): ParkedFact => ({
  service,
  id: 'p1',
  reason: 'poison',
  source: sourceOf(of.service),
  stream: of.stream,
  version: of.version,
  type: of.type,
  sinceMs: ago(90),
  error: 'it cannot be read',
  ...rest,
})

const linesOf = (events: readonly Happened[], standing: Partial<Standing>): string[] => {
  const all = { ...NOTHING, ...standing }
  return waitingLines(waitingIn(all)(events), NOW_MS)
}

describe('a saga waits for', () => {
  it('a service that has not read an event, and is down', () => {
    const lacks = [{ service: 'payment', reason: 'connection refused', sinceMs: ago(14) }] as const
    expect(linesOf(VALIDATED, { lacks, hasRead: (reader) => reader !== 'payment' })).toEqual([
      'payment has yet to read OrderValidated (order, version 2), for 10 s; payment has been down since 11:59:46Z (connection refused)',
    ])
  })

  it('a service that lacks the log, whether it is to read or was to publish', () => {
    const lacks = [{ service: 'order', what: 'the log', reason: 'no broker', sinceMs: ago(3) }] as const
    expect(linesOf(VALIDATED, { lacks, hasRead: (reader) => reader !== 'payment' })).toEqual([
      'payment has yet to read OrderValidated (order, version 2), for 10 s; order lacks the log since 11:59:57Z: no broker',
    ])
  })

  it('a service of which it is not known what it has read, unless the saga has ended', () => {
    const unseen: Partial<Standing> = {
      lacks: [{ service: 'payment', what: 'its database', reason: 'connection refused' }],
      hasRead: (reader) => (reader === 'payment' ? undefined : true),
    }
    expect(linesOf(VALIDATED, unseen)).toEqual([
      'payment has yet to read OrderValidated (assumed) (order, version 2), for 10 s; payment lacks its database: connection refused',
    ])
    const ended = [...VALIDATED, ...saga(['order', 'OrderCancelled', 3])]
    expect(unfinishedOf({ ...NOTHING, ...unseen }, [['r1', ended]])).toEqual([])
  })

  it('the first event that a reader has to take of a stream, once for each reader', () => {
    const events = saga(['order', 'OrderRequested'], ['order', 'OrderCancelled'])
    const found = waitingIn({ ...NOTHING, hasRead: () => false })(events)
    expect(found.map(({ service, what }) => `${service} ${what}`).sort()).toEqual([
      'customer OrderRequested',
      'payment OrderCancelled',
      'reservation OrderCancelled',
    ])
  })

  it('a call that fails', () => {
    const pending = [pendingAfter('payment', 'charge', { attempt: 3, error: 'answers with 503' })]
    const lacks = [{ service: 'payment', what: 'the card provider', reason: 'answers with 503' }] as const
    expect(linesOf(REQUESTED, { pending, lacks })).toEqual([
      'payment: charge at the card provider, attempt 3, next in 4 s, last error: answers with 503',
    ])
  })

  it('a call that has no response yet, while the provider is unavailable', () => {
    const lacks = [
      { service: 'payment', what: 'the card provider', reason: 'connection refused', sinceMs: ago(5) },
      { service: 'shipping', what: 'the carrier', reason: 'connection refused', sinceMs: ago(5) },
    ] as const
    expect(linesOf(REQUESTED, { pending: [pendingAfter('payment', 'charge', {})], lacks })).toEqual([
      'payment: charge at the card provider, attempt 1 is under way; payment lacks the card provider since 11:59:55Z: connection refused',
    ])
  })

  it('timers, before or after they are due', () => {
    const pending = [
      pendingAfter('reservation', 'hold', { kind: 'timer', attempt: 0, dueMs: NOW_MS + 12_000 }),
      pendingAfter('payment', 'deadline', { kind: 'timer', attempt: 0, dueMs: ago(200) }),
    ]
    expect(linesOf(REQUESTED, { pending })).toEqual([
      "reservation's hold timer, due in 12 s",
      "payment's deadline timer, overdue for 3 min",
    ])
  })

  it('news from the carrier, once the parcel is booked', () => {
    const events = saga(['shipping', 'ShipmentScheduled'])
    const pending = [pendingAfter('shipping', 'tracking', { attempt: 0, dueMs: NOW_MS + 20_000 })]
    expect(linesOf(events, { pending })).toEqual([
      'shipping: news of the parcel from the carrier, for 6 s, asks for it in 20 s',
    ])
    expect(linesOf(events, { pending: [...pending, pendingAfter('shipping', 'booking', {})] })).toEqual([
      'shipping: booking at the carrier, attempt 1 is under way',
    ])
  })

  it('an operator, where the refund was refused for good', () => {
    const events = saga(['payment', 'RefundRequested'], ['payment', 'PaymentRefundFailed'])
    expect(linesOf(events, {})).toEqual([
      'payment: an operator to retry or settle the refund, for 10 s; the card provider has refused it for good',
    ])
    expect(linesOf(events, { pending: [pendingAfter('payment', 'refund', { attempt: 0 })] })).toEqual([
      'payment: refund at the card provider, first attempt in 4 s',
    ])
  })

  it('a parked message', () => {
    const [held] = VALIDATED
    const found = waitingIn({ ...NOTHING, parked: [parked('order', held!)], hasRead: (reader) => reader !== 'order' })
    expect(found(VALIDATED.slice(0, 1))).toEqual([
      expect.objectContaining({
        kind: 'parked',
        parked: { id: 'p1', reason: 'poison', source: sourceOf('reservation') },
      }),
    ])
    expect(waitingLines(found(VALIDATED.slice(0, 1)), NOW_MS)).toEqual([
      'order reads ReservationHeld: parked at order for 90 s (poison: it cannot be read)',
    ])
  })

  it('what stands before a parked message of an account that has other sagas too', () => {
    const reserved = VALIDATED[2]!
    const standing: Partial<Standing> = {
      parked: [
        parked('order', reserved, { id: 'p2', reason: 'gap' }),
        parked('order', { ...reserved, version: 5, type: 'CreditLimitChanged' }),
      ],
      hasRead: (reader, { service }) => !(reader === 'order' && service === 'customer'),
    }
    expect(linesOf(VALIDATED.slice(0, 3), standing)).toEqual([
      'order reads CreditReserved, behind CreditLimitChanged: parked at order for 90 s (poison: it cannot be read)',
    ])
    expect(linesOf(VALIDATED.slice(0, 2), standing)).toEqual([expect.stringMatching(/^no service has work for it/)])
  })

  it('a message of its own streams that no service has stored', () => {
    const forged = { ...VALIDATED[3]!, version: 9 }
    expect(
      linesOf(VALIDATED, { parked: [parked('payment', forged, { reason: 'gap', error: '8 is missing' })] }),
    ).toEqual(['payment reads OrderValidated: parked at payment for 90 s (gap: 8 is missing)'])
  })
})

describe('unfinished', () => {
  const ended = [...VALIDATED, ...saga(['order', 'OrderDelivered', 3])]

  it('are sagas without an end, and those that something is left to do for', () => {
    const pending = [pendingAfter('payment', 'refund', { stream: 'o2' })]
    const other = saga(['order', 'OrderCancelled'], ['payment', 'RefundRequested']).map((e) => ({ ...e, stream: 'o2' }))
    const found = unfinishedOf({ ...NOTHING, pending }, [
      ['ended', ended],
      ['begun', VALIDATED],
      ['refunding', other],
    ])
    expect(found.map(({ sagaId }) => sagaId)).toEqual(['begun', 'refunding'])
    expect(unfinishedLines(found, NOW_MS)).toEqual([
      '  begun  began 13 s ago, last OrderValidated at order 10 s ago',
      expect.stringContaining('no service has work for it'),
      '  refunding  began 11 s ago, last RefundRequested at payment 10 s ago',
      '      payment: refund at the card provider, attempt 1 is under way',
    ])
  })
})
