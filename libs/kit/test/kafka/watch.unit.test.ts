import { expect, test } from 'vitest'
import { GroupWatch } from '../../src/kafka/watch.ts'
import { Health, SILENT_LOGGER } from '../../src/runtime/index.ts'

function watched() {
  let now = 0
  const health = new Health(SILENT_LOGGER)
  const watch = new GroupWatch(health, 'the consumer group', 'own', () => now)
  const reasons = () => health.troubles.map(({ what, reason }) => `${what}: ${reason}`)
  const after = (ms: number) => {
    now += ms
    watch.look()
    return reasons()
  }
  return { watch, after }
}

test('a broker that does not answer is trouble after four seconds, until it does', () => {
  const { watch, after } = watched()
  expect(after(3_999)).toEqual([])
  expect(after(1)).toEqual(['the consumer group: the broker does not answer'])
  watch.answered()
  expect(after(500)).toEqual([])
})

test('a rebalance is none, unless it lasts; what is told is the latest reason', () => {
  const { watch, after } = watched()
  watch.left('dealt anew')
  watch.answered()
  expect(after(2_999)).toEqual([])
  watch.left('ECONNREFUSED')
  watch.answered()
  expect(after(1)).toEqual(['the consumer group: ECONNREFUSED'])
  watch.joined()
  expect(after(500)).toEqual([])
})

test('it knows whether the process belongs to its group, and how many partitions it was dealt', () => {
  const { watch } = watched()
  watch.joined(6)
  expect(watch.membership).toEqual({ isMember: true, partitions: 6 })
  watch.left('the group is rebalancing')
  expect(watch.membership).toEqual({ isMember: false, partitions: 0 })
  watch.joined(2)
  expect(watch.membership).toEqual({ isMember: true, partitions: 2 })
})
