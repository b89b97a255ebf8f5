import type { Topology } from '@bistro/gateway/contract'
import { describe, expect, it } from 'vitest'
import { type Box, layoutMap } from './layout.ts'

const topology = (names: readonly string[]): Topology => ({
  services: names.map((service) => ({
    service,
    topics: [`bistro.${service}.v1`],
    subscribes: names.filter((name) => name !== service).map((name) => `bistro.${name}.v1`),
    publishes: [],
    undoes: [],
    acts: [],
    views: [],
    calls: [],
  })),
})
const FIVE = ['customer', 'reservation', 'order', 'payment', 'shipping']
const WIDE = { width: 1200, height: 640 }
const NARROW = { width: 328, height: 700 }

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
const overlaps = (boxes: readonly Box[]) =>
  boxes.flatMap((a, index) => boxes.slice(index + 1).filter((b) => overlap(a, b)))

describe.each([
  ['wide', WIDE],
  ['narrow', NARROW],
])('the map in a %s space', (_, size) => {
  it.each([1, 5, 6, 9])('places %i services and their topics inside it, apart from each other', (count) => {
    const names = [...FIVE, 'notification', 'gateway', 'loyalty', 'kitchen'].slice(0, count)
    const { services, topics } = layoutMap(topology(names), size)
    expect(overlaps([...services, ...topics])).toEqual([])
    for (const { x, y, width, height } of [...services, ...topics]) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
      expect(x + width).toBeLessThanOrEqual(size.width)
      expect(y + height).toBeLessThanOrEqual(size.height)
    }
  })
})

it('draws one line for each topic that a service publishes to or reads', () => {
  const { links } = layoutMap(topology(FIVE), WIDE)
  expect(links.filter(({ kind }) => kind === 'publishes')).toHaveLength(5)
  expect(links.filter(({ kind }) => kind === 'reads')).toHaveLength(20)
})

it('lines begin at the producer, and end at the consumer', () => {
  const { links, services, topics } = layoutMap(topology(FIVE), WIDE)
  const at = (boxes: readonly Box[], id: string) => boxes.find((box) => box.id === id)!
  for (const { kind, service, topic, curve } of links) {
    const bottom = at(services, service).y + at(services, service).height
    const top = at(topics, topic).y
    expect([curve[0].y, curve[3].y]).toEqual(kind === 'publishes' ? [bottom, top] : [top, bottom])
  }
})

it('shows a service that publishes nothing', () => {
  const reader = { ...topology(['mail']).services[0]!, topics: [], subscribes: ['bistro.order.v1'] }
  const { services, links } = layoutMap({ services: [...topology(['order']).services, reader] }, WIDE)
  expect(services).toHaveLength(2)
  expect(links.map(({ id }) => id)).toEqual(['publishes order bistro.order.v1', 'reads mail bistro.order.v1'])
})

it('places two versions of a topic side by side', () => {
  const both = { ...topology(['order']).services[0]!, topics: ['bistro.order.v1', 'bistro.order.v2'] }
  expect(overlaps(layoutMap({ services: [both] }, WIDE).topics)).toEqual([])
})
