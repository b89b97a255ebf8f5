import { expect, it } from 'vitest'
import type { Report } from './audit.ts'
import { reportLines } from './report.ts'

const SETTLED = {
  service: 'payment',
  stream: 'o1',
  type: 'PaymentRefundSettled',
  data: { amount: { amount: 5_150, currency: 'EUR' }, reason: 'card closed', reference: 'T-4711' },
}
const POISON = { service: 'order', id: 'p1', reason: 'poison', version: 0, stream: '0' }
const parked = [
  { ...POISON, source: '', error: 'the record is from /services/payment' },
  { ...POISON, source: '/services/customer', stream: 'c1', version: 2, error: 'it cannot be read' },
]
const report = {
  seen: { events: {}, states: 0, views: [], records: 0, copies: 0, ledgers: 0, parcels: 0 },
  facts: { nowMs: 0, sagas: new Map([['r1', { id: 'r1', facts: [SETTLED] }]]), parked },
  findings: [],
  progress: { underWay: [], settled: [], stuck: [] },
  unfinished: [],
} as unknown as Report

it('a refund that was settled by hand is told with its amount, why and reference', () => {
  expect(reportLines(report)).toContainEqual(
    expect.stringMatching(/refund of 51\.50 EUR settled by hand: card closed, reference T-4711 {2}\(orderId o1\)$/),
  )
})

it('a parked record is told with its place, or why it has none', () => {
  expect(reportLines(report).filter((text) => text.includes('p1'))).toEqual([
    expect.stringMatching(/order p1 \(poison\): the record is from \/services\/payment$/),
    expect.stringMatching(/order p1 \(poison\): \/services\/customer c1@2$/),
  ])
})
