import type { Attention } from '@bistro/gateway/contract'
import { expect, it } from 'vitest'
import { itemsOf } from './items.ts'

const stuck = (since: string, isStuck = true) =>
  ({
    reservationId: since,
    lastEvent: { service: 'order', type: 'OrderValidated', at: '2026-01-01T00:00:09.000Z' },
    waitingFor: [
      { kind: 'timer', since: '2026-01-01T00:00:00.000Z', isStuck: false },
      { kind: 'consumer', since, isStuck },
    ],
  }) as unknown as Attention['stuck'][number]
const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`

it('lists what waits longest first, whatever it is', () => {
  const parked = { id: 'm', service: 'order', since: at(2) } as Attention['parked'][number]
  const refunds = [{ orderId: 'late' }, { orderId: 'o', since: at(1) }] as Attention['refunds']
  const items = itemsOf({ stuck: [stuck(at(3))], parked: [parked], refunds, unavailable: [] })
  expect(items.map(({ kind, since }) => [kind, since])).toEqual([
    ['refund', at(1)],
    ['parked', at(2)],
    ['stuck', at(3)],
    ['refund', undefined],
  ])
})

it('a saga without a reason is stuck since its last event', () => {
  expect(itemsOf({ stuck: [stuck(at(3), false)], parked: [], refunds: [], unavailable: [] })[0]!.since).toBe(at(9))
})
