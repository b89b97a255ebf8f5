import type { ParkedFact, PendingFact } from '@bistro/oracle'
import { describe, expect, it } from 'vitest'
import { type Asked, indexed } from '../src/waiting/asked.ts'
import { marksOf, NO_MARKS } from '../src/waiting/marks.ts'
import { QUIET_MS, stuckSince } from '../src/waiting/stuck.ts'
import { type Step, waitsIn } from '../src/waiting/waits.ts'

const NOW_MS = Date.parse('2030-05-01T12:00:00.000Z')
const ago = (seconds: number): number => NOW_MS - seconds * 1_000

const STREAMS: Readonly<Record<string, string>> = { reservation: 'r1', customer: 'c1' }

/** Events, a second apart, each caused by the one before; the last one `age` seconds ago. */
function saga(age: number, ...steps: readonly (readonly [Step['service'], string])[]): Step[] {
  const versions = new Map<string, number>()
  return steps.map(([service, type], index) => {
    const version = (versions.get(service) ?? 0) + 1
    versions.set(service, version)
    return {
      ...{ service, type, version, stream: STREAMS[service] ?? 'o1', id: `e${index}` },
      causation: `e${index - 1}`,
      timeMs: ago(age + steps.length - 1 - index),
      ...{ topic: `bistro.${service}.v1`, partition: 0, offset: String(index) },
    }
  })
}

const VALIDATED = (age: number): Step[] =>
  saga(
    age,
    ['reservation', 'ReservationHeld'],
    ['order', 'OrderRequested'],
    ['customer', 'CreditReserved'],
    ['order', 'OrderValidated'],
  )
const REQUESTED = (age: number): Step[] => [
  ...VALIDATED(age + 1),
  { ...saga(age, ['payment', 'PaymentRequested'])[0]!, id: 'e4', causation: 'e3' },
]

interface Said {
  readonly pending?: readonly PendingFact[]
  readonly parked?: readonly ParkedFact[]
  readonly lacks?: Asked['lacks']
}

function asked({ pending = [], parked = [], lacks = [] }: Said = {}): Asked {
  const away = new Map(lacks.flatMap((lack) => (lack.what === undefined ? [[lack.service, lack] as const] : [])))
  return { atMs: NOW_MS, ...indexed(pending, parked), lacks, away, cut: new Set() }
}

/** Everybody has read everything but payment, which has read the order's first record. */
const BEHIND = marksOf(
  new Map(
    (['customer', 'reservation', 'order', 'payment', 'shipping'] as const).map((name) => [
      name,
      new Map(
        ['customer', 'reservation', 'order', 'payment', 'shipping'].map(
          (topic) => [`bistro.${topic}.v1 0`, name === 'payment' ? 2n : 400n] as const,
        ),
      ),
    ]),
  ),
  [{ topic: 'bistro.order.v1', partition: 0, begin: 0n, end: 314n }],
)
const READ_ALL = { ...BEHIND, hasRead: () => true }

const pending = (name: string, rest: Partial<PendingFact>): PendingFact => ({
  ...{ service: 'payment', stream: 'o1', name, kind: 'effect', attempt: 1, dueMs: NOW_MS + 1_000, sinceMs: ago(20) },
  ...rest,
})

describe('a saga waits for', () => {
  it('a consumer that is behind: service, event, version, since when, and how far behind', () => {
    const [waiting] = waitsIn({ asked: asked(), marks: BEHIND })(VALIDATED(14))
    expect(waiting).toEqual({
      kind: 'consumer',
      service: 'payment',
      what: 'OrderValidated (order, version 2)',
      since: new Date(ago(14)).toISOString(),
      lacking: 'payment has 312 messages of that partition to read',
      isStuck: true,
      text: 'payment has yet to read OrderValidated (order, version 2), for 14 s; payment has 312 messages of that partition to read',
    })
  })

  it('a consumer whose process does not answer', () => {
    const lacks = [{ service: 'payment', reason: 'connection refused', sinceMs: ago(16) }] as const
    const [waiting] = waitsIn({ asked: asked({ lacks }), marks: BEHIND })(VALIDATED(14))
    expect(waiting).toMatchObject({ lacking: 'payment has been down since 11:59:44Z (connection refused)' })
  })

  it('nobody who is proven to have read an event, whatever the offsets say', () => {
    const marks = { ...BEHIND, hasRead: () => false }
    const kinds = waitsIn({ asked: asked({ pending: [pending('charge', {})] }), marks })(REQUESTED(14))
    expect(kinds.filter(({ kind, what }) => kind === 'consumer' && what.startsWith('OrderValidated'))).toEqual([])
  })

  it('a consumer that has read a message and parked it', () => {
    const parked: ParkedFact[] = [
      {
        ...{ service: 'payment', id: 'p1', reason: 'poison', source: '/services/order', stream: 'o1', version: 2 },
        ...{ type: 'OrderValidated', sinceMs: ago(13), error: 'it cannot be read' },
      },
    ]
    const found = waitsIn({ asked: asked({ parked }), marks: READ_ALL })(VALIDATED(14))
    expect(found).toMatchObject([{ kind: 'parked', service: 'payment', parkedId: 'p1', isStuck: true }])
  })

  it('the calls and timers of a service that does not answer, although nothing is known of them', () => {
    const lacks = [{ service: 'payment', reason: 'connection refused', sinceMs: ago(12) }] as const
    const found = waitsIn({ asked: asked({ lacks }), marks: READ_ALL })(REQUESTED(20))
    expect(found).toMatchObject([
      {
        service: 'payment',
        isStuck: true,
        since: new Date(ago(12)).toISOString(),
        text: expect.stringMatching(/down/),
      },
    ])
  })

  it('what is still to be undone of a saga that has ended', () => {
    const steps = [...REQUESTED(5), ...saga(2, ['order', 'OrderCancelled'])]
    const found = waitsIn({ asked: asked({ pending: [pending('refund', {})] }), marks: NO_MARKS })(steps)
    expect(found.map(({ what }) => what)).toContain('refund at the card provider')
  })
})

describe('a saga is stuck', () => {
  const waitsOf = (rows: readonly PendingFact[]) =>
    waitsIn({ asked: asked({ pending: rows }), marks: READ_ALL })(REQUESTED(20)).map(({ kind, isStuck }) => [
      kind,
      isStuck,
    ])

  it('after the fourth attempt of a call has failed, not during it', () => {
    expect(waitsOf([pending('charge', { attempt: 3, error: 'answers with 503' })])).toEqual([['effect', false]])
    expect(waitsOf([pending('charge', { attempt: 4 })])).toEqual([['effect', false]])
    expect(waitsOf([pending('charge', { attempt: 4, error: 'answers with 503' })])).toEqual([['effect', true]])
  })

  it('when a timer is more than five seconds late', () => {
    const timer = (seconds: number) => [pending('deadline', { kind: 'timer', attempt: 0, dueMs: ago(seconds) })]
    expect(waitsOf(timer(4))).toEqual([['timer', false]])
    expect(waitsOf(timer(6))).toEqual([['timer', true]])
  })

  it('when a consumer is behind for more than ten seconds', () => {
    const isStuck = (age: number) => waitsIn({ asked: asked(), marks: BEHIND })(VALIDATED(age))[0]?.isStuck
    expect([isStuck(9), isStuck(11)]).toEqual([false, true])
  })

  it('without a reason, when nothing is known and no news has come for the bound', () => {
    expect(stuckSince([], NOW_MS - QUIET_MS + 1, NOW_MS)).toBeUndefined()
    expect(stuckSince([], NOW_MS - QUIET_MS - 1, NOW_MS)).toBe(NOW_MS - QUIET_MS - 1)
    const waiting = [{ isStuck: false, since: new Date(ago(900)).toISOString() }]
    expect(stuckSince(waiting, ago(900), NOW_MS)).toBeUndefined()
  })
})
