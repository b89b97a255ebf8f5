import { expect, it } from 'vitest'
import { duration, shortTopic } from './words.ts'

it.each([
  [0, '0 ms'],
  [312.4, '312 ms'],
  [4210, '4.2 s'],
  [42_100, '42 s'],
  [60_000, '1 min'],
  [134_000, '2 min 14 s'],
  [7_500_000, '2 h 5 min'],
])('%i ms is %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text))

it('a topic is known without the prefix that all have', () => {
  expect(shortTopic('bistro.order.v1')).toBe('order.v1')
})
