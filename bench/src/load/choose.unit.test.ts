import { expect, it } from 'vitest'
import { chooser } from './choose.ts'
import type { Guest } from './protocol.ts'

const guestsOf = (kind: string, count: number): Guest[] =>
  Array.from({ length: count }, (_, index) => ({ customerId: `${kind}${index}`, eveningId: 'e', cardToken: 't' }))

const drawn = (next: () => Guest, count: number): string[] => Array.from({ length: count }, () => next().customerId)

it('gives each crowd its share, and each guest of it a turn', () => {
  const next = chooser([
    { share: 0.8, guests: guestsOf('a', 2), choice: 'in-turn' },
    { share: 0.2, guests: guestsOf('b', 1), choice: 'in-turn' },
  ])
  const ids = drawn(next, 100)
  expect(ids.filter((id) => id === 'b0')).toHaveLength(20)
  expect(ids.filter((id) => id === 'a0')).toHaveLength(40)
})

it('lets the first guest of a Zipf crowd come far more often than the last', () => {
  const ids = drawn(chooser([{ share: 1, guests: guestsOf('a', 50), choice: 'zipf' }]), 5_000)
  const times = (id: string): number => ids.filter((one) => one === id).length
  expect(times('a0')).toBeGreaterThan(10 * times('a49'))
})
