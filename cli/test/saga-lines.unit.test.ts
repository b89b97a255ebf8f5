import type { Story, StoryEvent, Waiting } from '@bistro/audit'
import { describe, expect, it } from 'vitest'
import { adviceFor } from '../src/timeline/advice.ts'
import { payloadLine } from '../src/timeline/payload.ts'
import { recordLine } from '../src/timeline/record-line.ts'
import { storyLines } from '../src/timeline/saga-lines.ts'

const START_MS = Date.parse('2030-05-01T12:00:00.000Z')

const event = (
  service: StoryEvent['service'],
  type: string,
  version: number,
  rest: Partial<StoryEvent>,
): StoryEvent => ({
  service,
  stream: 'o1',
  version,
  id: `${type}-id`,
  causationId: 'a request',
  type,
  timeMs: START_MS,
  said: { data: {} },
  compensates: [],
  ...rest,
})

const STORY: Story = {
  sagaId: 'r1',
  nowMs: START_MS + 10_000,
  events: [
    event('reservation', 'ReservationHeld', 1, { said: { data: { reservationId: 'r1', customerId: 'c1', seats: 2 } } }),
    event('customer', 'CreditReleased', 9, {
      causationId: 'ReservationHeld-id',
      timeMs: START_MS + 1_234,
      compensates: ['CreditReserved'],
      said: { undecoded: 'the registry: connection refused' },
    }),
  ],
  states: [{ service: 'reservation', version: 1, status: 'held' }],
  waitingFor: [],
  unseen: [{ service: 'shipping', what: 'its database', reason: 'connection refused' }],
}

describe('a timeline', () => {
  it('tells of each event when it came, what led to it, what it undoes and what it says', () => {
    expect(storyLines(STORY)).toEqual([
      'Saga r1: not ended yet',
      '  customer     c1',
      '',
      '   +0.000 s  12:00:00.000Z  reservation  ReservationHeld@1                 <- a request from outside',
      '                             seats 2',
      '   +1.234 s  12:00:01.234Z  customer     CreditReleased@9                  <- ReservationHeld  undoes CreditReserved',
      '                             cannot be read: the registry: connection refused',
      '',
      'Now',
      '  reservation  held             version 1',
      '  shipping     not known: its database does not answer (connection refused)',
    ])
  })

  it('tells how it ended, and whether all is done', () => {
    const end = event('order', 'OrderCancelled', 3, { said: { data: { reason: 'payment_failed' } } })
    const ended = { ...STORY, events: [...STORY.events, end] }
    const refund: Waiting = { kind: 'effect', service: 'payment', what: 'refund', since: '' }
    expect(storyLines(ended)[0]).toBe('Saga r1: ended with OrderCancelled (payment_failed)')
    expect(storyLines({ ...ended, waitingFor: [refund] })[0]).toMatch(/\(payment_failed\), and not done yet$/)
  })
})

describe('what an event says', () => {
  it.each([
    [{ orderId: 'o1', amount: { amount: 12_345, currency: 'EUR' } }, 'amount 123.45 EUR'],
    [{ amount: { amount: 12_345, currency: 'JPY' } }, 'amount 12345 JPY'],
    [{ lines: [{ sku: 'menu', quantity: 2, name: 'Menu' }] }, 'lines [2 × menu]'],
    [{ kits: [{ sku: 'menu', name: 'Menu', price: { amount: 100, currency: 'EUR' } }] }, 'kits [menu at 1.00 EUR]'],
    [{ cardToken: 'tok_declined' }, 'cardToken tok_…'],
    [
      { charge: { reference: 'tok_declined', amount: { amount: 100, currency: 'EUR' } } },
      'charge {reference tok_…, amount 1.00 EUR}',
    ],
    [{ name: 'Ada', email: 'a@b.c', address: { city: 'Lyon' } }, 'name (hidden), email (hidden), address (hidden)'],
    [{ recipient: 'a@b.c' }, 'recipient (hidden)'],
    [{ title: 'red\u001b[31m\u202eetar' }, 'title red�[31m�etar'],
    [{ extra: null }, ''],
  ])('%j is %s', (data, line) => {
    expect(payloadLine(data)).toBe(line)
  })

  it('is said of a record of which nothing is as it should be', () => {
    const record = {
      topic: 'bistro.order.v1',
      partition: 2,
      offset: '7',
      key: 'o1',
      headers: { ce_type: 'bistro.order.Odd\u001b[2J' },
      value: Buffer.of(1),
    }
    const line = recordLine(record, { undecoded: 'no such event' })
    expect(line).toMatch(
      /^\(no time\) {2}order +bistro\.order\.Odd�\[2J@\? +\? +not decoded \(bistro\.order\.v1\/2\/7\): no such event$/,
    )
  })
})

describe('what to do', () => {
  const stack = {
    mode: 'local',
    portBase: 4000,
    processes: [{ name: 'order', pid: 1, address: '' }],
    services: { payment: { kafka: { topic: 'bistro.payment.v1' } } },
  } as unknown as Parameters<typeof adviceFor>[0]
  const seen = { orderId: 'o1', isEnded: false, waitingFor: [], away: [] }
  const parked = (reason: 'gap' | 'poison'): Waiting => ({
    kind: 'parked',
    service: 'order',
    what: 'PaymentProcessed',
    since: '',
    parked: { id: 'p1', reason, source: '/services/payment' },
  })
  const advised = (more: object): string[] => adviceFor(stack, '/data', { ...seen, ...more })

  it('is to start what is away', () => {
    const away = [{ part: 'kafka', address: '', reason: '' }]
    expect(advised({ away })).toEqual(['npm run stack -- start kafka'])
    expect(adviceFor({ ...stack, processes: [] }, '/data', { ...seen, away })).toEqual(['docker compose up -d kafka'])
    expect(
      adviceFor({ ...stack, mode: 'memory' }, '/data', { ...seen, away: [{ ...away[0]!, part: 'order' }] }),
    ).toEqual(['npm run stack -- start memory'])
  })

  it('is to read again what is missing, or to settle what is parked', () => {
    expect(advised({ waitingFor: [parked('gap')] })[0]).toBe('npm run reread -- order bistro.payment.v1')
    const lines = advised({ waitingFor: [parked('poison')] })
    expect(lines[0]).toContain('/data/stack.json')
    expect(lines.slice(1)).toEqual([
      expect.stringContaining('http://127.0.0.1:4003/parked/p1/retry'),
      expect.stringContaining('http://127.0.0.1:4003/parked/p1/skip'),
    ])
  })

  it('is the operator’s word on a refund', () => {
    const waitingFor: Waiting[] = [{ kind: 'outside', service: 'payment', what: 'an operator', since: '' }]
    expect(advised({ waitingFor }).slice(1)).toEqual([
      expect.stringContaining('/payments/o1/refund-retry'),
      expect.stringMatching(/"why".*\/payments\/o1\/refund-settlement/),
    ])
  })

  it('is nothing, or to look again', () => {
    expect(advised({ waitingFor: [{ kind: 'timer', service: 'payment', what: 'deadline timer', since: '' }] })).toEqual(
      [expect.stringMatching(/continues by itself/)],
    )
    expect(advised({ isEnded: true })).toEqual(['Nothing: the saga is done.'])
    expect(advised({})).toEqual([expect.stringMatching(/^npm run audit/)])
  })
})
