import { expect, it } from 'vitest'
import { inSyncText, leadersOf } from '../src/events/replicas.ts'

const ALL = [1, 2, 3]
const partition = (partitionId: number, leader: number, isr: number[]) => ({ partitionId, leader, isr, replicas: ALL })

it('says which broker is behind, and where', () => {
  const topic = { topic: 'bistro.order.v1', partitions: [partition(0, 1, [1, 3]), partition(1, 3, ALL)] }
  expect(leadersOf(topic)).toBe('1 3')
  expect(inSyncText(topic)).toBe('kafka-2 is not (partitions: 0)')
  const without = [partition(0, 1, [1]), partition(1, 3, [3, 1])]
  expect(inSyncText({ ...topic, partitions: without })).toBe(
    'kafka-2 is not (partitions: all), kafka-3 is not (partitions: 0)',
  )
  expect(inSyncText({ ...topic, partitions: [partition(0, 1, ALL)] })).toBe('all are')
})
