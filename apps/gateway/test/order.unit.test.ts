import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inCausalOrder } from '../src/sagas/order.ts'

const event = (id: string, ms: number, rest: { causation?: string; stream?: string; version?: number } = {}) => ({
  ...{ id, service: 'order', stream: id, version: 1, causation: undefined, seenAt: '2030-05-01T12:00:00.000Z' },
  time: new Date(Date.parse('2030-05-01T12:00:00.000Z') + ms).toISOString(),
  ...rest,
})
const idsOf = (events: readonly { id: string }[]): string => events.map(({ id }) => id).join(' ')

test('Events are in the order of their times', () => {
  expect(idsOf(inCausalOrder([event('b', 2), event('c', 3), event('a', 1)]))).toBe('a b c')
})

test('A cause comes before its effect, although its clock is ahead', () => {
  expect(idsOf(inCausalOrder([event('cause', 9), event('effect', 2, { causation: 'cause' })]))).toBe('cause effect')
})

test('Events of one stream keep their order', () => {
  const second = event('second', 1, { stream: 's', version: 2 })
  expect(idsOf(inCausalOrder([second, event('first', 5, { stream: 's' })]))).toBe('first second')
})

test('Every event is there once, even where causes form a circle', () => {
  const ids = fc.constantFrom('a', 'b', 'c', 'd')
  const events = fc.uniqueArray(
    fc.record({ id: ids, causation: ids, ms: fc.nat(5) }).map(({ id, causation, ms }) => event(id, ms, { causation })),
    { selector: ({ id }) => id },
  )
  fc.assert(
    fc.property(events, (given) => {
      expect(inCausalOrder(given).toSorted(byId)).toEqual(given.toSorted(byId))
    }),
  )
})

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)
