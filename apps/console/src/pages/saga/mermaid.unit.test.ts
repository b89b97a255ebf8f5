import type { SagaDetail, SagaEvent } from '@bistro/gateway/contract'
import { expect, test } from 'vitest'
import { mermaidOf } from './mermaid.ts'

const event = (id: string, service: string, type: string, rest: Partial<SagaEvent> = {}): SagaEvent => ({
  service,
  type,
  streamId: 's',
  version: 1,
  id,
  time: '2026-12-01T12:00:00Z',
  seenAt: '2026-12-01T12:00:00Z',
  topic: 't',
  partition: 0,
  offset: '0',
  data: {},
  ...rest,
})

const saga = (events: SagaEvent[], waitingFor: SagaDetail['waitingFor'] = []) =>
  ({ reservationId: 'r', events, waitingFor }) as unknown as SagaDetail

test('arrows lead from the cause to the effect; what comes from outside says so; compensations are dashed', () => {
  const held = event('1', 'reservation', 'ReservationHeld')
  const requested = event('2', 'order', 'OrderRequested', { causationId: '1' })
  const undone = event('3', 'reservation', 'ReservationCancelled', { causationId: '2', compensates: '1' })
  expect(
    mermaidOf(saga([held, requested, undone]))
      .split('\n')
      .slice(3),
  ).toEqual([
    '  participant outside',
    '  participant reservation',
    '  participant order',
    '  outside->>reservation: ReservationHeld',
    '  reservation->>order: OrderRequested',
    '  order-->>reservation: ReservationCancelled',
  ])
})

test('a text cannot add a statement', () => {
  const text = 'broken: "503"; click x\nparticipant evil'
  const waiting = { kind: 'effect', service: 'payment', what: 'charge', since: '', isStuck: false, text } as const
  const lines = mermaidOf(saga([], [waiting])).split('\n')
  expect(lines.at(-1)).toBe('  Note over payment: broken  "503"  click x participant evil')
})
