import type { SagaDetail, SagaEvent, Topology } from '@bistro/gateway/contract'
import { expect, test } from 'vitest'
import { lanesOf, openSpans } from './story.ts'

const at = (ms: number) => new Date(Date.parse('2026-12-01T12:00:00Z') + ms).toISOString()
const event = (service: string, ms: number) => ({ service, time: at(ms) }) as SagaEvent
const events = [event('reservation', 12), event('order', 30), event('reservation', 400)]
const begins = (kind: string, sinceMs: number) =>
  openSpans({
    events,
    waitingFor: [{ kind, service: 'reservation', since: at(sinceMs) }] as SagaDetail['waitingFor'],
  }).map(({ fromMs }) => fromMs)

test('a timer begins with the event that it was written with, whichever clock is ahead', () => {
  expect(begins('timer', 3)).toEqual([Date.parse(at(12))])
  expect(begins('effect', 415)).toEqual([Date.parse(at(400))])
})

test('what no event of its service is near to begins where it is said to', () => {
  expect(begins('timer', 5000)).toEqual([Date.parse(at(5000))])
  expect(begins('consumer', 3)).toEqual([Date.parse(at(3))])
})

test('a service that publishes nothing has no lane, one that has yet to begin has', () => {
  const services = [
    { service: 'shipping', publishes: ['ShipmentScheduled'] },
    { service: 'notification', publishes: [] },
  ]
  const saga = { events: [], waitingFor: [], states: { shipping: null, notification: null } } as unknown as SagaDetail
  expect(lanesOf(saga, { services } as unknown as Topology).map(({ service }) => service)).toEqual(['shipping'])
})
