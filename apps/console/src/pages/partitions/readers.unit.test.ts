import { expect, it } from 'vitest'
import { lettersOf, readersOf, type Topic } from './readers.ts'

const reader = (service: string, member: string | undefined, lagMessages: number) => ({
  service,
  ...(member && { member }),
  position: '1',
  lagMessages,
})
const topic: Topic = {
  topic: 'bistro.order.v1',
  service: 'order',
  partitions: [
    { partition: 0, begin: '0', end: '9', readers: [reader('shipping', 'x', 1), reader('payment', 'p', 0)] },
    { partition: 1, begin: '0', end: '9', readers: [reader('shipping', 'y', 4)] },
    { partition: 2, begin: '0', end: '9', readers: [reader('shipping', undefined, 2)] },
  ],
}

it('gives a row for each service, and says where nobody reads', () => {
  const [payment, shipping] = readersOf(topic)
  expect(payment!.cells.map((cell) => cell?.member)).toEqual(['p', undefined, undefined])
  expect(shipping!.lagMessages).toBe(7)
})

it('names the processes of a group by letters', () => {
  expect([...lettersOf(readersOf(topic)[1]!.cells)]).toEqual([
    ['x', 'A'],
    ['y', 'B'],
  ])
})
