import { beforeEach, expect, it } from 'vitest'
import { Flights, type Flown, MOST_DOTS } from './flights.ts'
import type { Link } from './layout.ts'

const at = (x: number) => ({ x, y: 0 })
const link = (kind: Link['kind'], service: string): Link => ({
  id: `${kind} ${service}`,
  kind,
  service,
  topic: 'bistro.order.v1',
  curve: [at(0), at(0), at(100), at(100)],
})
const event = (type = 'OrderValidated'): Flown => ({
  service: 'order',
  topic: 'bistro.order.v1',
  type,
  isCompensation: false,
})

let flights: Flights
beforeEach(() => {
  flights = new Flights()
  flights.follow([link('publishes', 'order'), link('reads', 'payment'), link('reads', 'customer')])
})

it('an event flies to its topic first, then to all consumers at once', () => {
  flights.launch(event(), 0)
  expect(flights.dots(0)).toMatchObject([{ x: 0, isNamed: true }])
  expect(flights.dots(450)[0]!.x).toBeCloseTo(50)
  expect(flights.dots(950)).toMatchObject([{ isNamed: false }, { isNamed: false }])
  expect(flights.dots(1801)).toEqual([])
  expect(flights.isEmpty).toBe(true)
})

it('draws a bounded sample of 1,500 events a second', () => {
  for (let now = 0; now < 3000; now++) {
    for (let n = 0; n < 2; n++) flights.launch(event(`Type${(now * 2 + n) % 40}`), now)
    expect(flights.dots(now).length).toBeLessThanOrEqual(MOST_DOTS)
  }
})

it('a rare event takes off among many of another type', () => {
  for (let n = 0; n < 100; n++) flights.launch(event('OrderRequested'), n)
  flights.launch(event('OrderCancelled'), 100)
  expect(flights.dots(100).map((dot) => dot.event.type)).toEqual(['OrderRequested', 'OrderCancelled'])
})

it('names at most five events at the same time', () => {
  for (let n = 0; n < 9; n++) flights.launch(event(`Type${n}`), 0)
  expect(flights.dots(1).filter(({ isNamed }) => isNamed)).toHaveLength(5)
})

it('an event of an unknown topic is not drawn', () => {
  flights.launch({ ...event(), topic: 'elsewhere' }, 0)
  expect(flights.isEmpty).toBe(true)
})
