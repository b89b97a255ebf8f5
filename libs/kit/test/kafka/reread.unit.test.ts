import { expect, it, vi } from 'vitest'
import { reread } from '../../src/kafka/reread.ts'
import { type Broker, doubleClient } from './driver-double.ts'

function reading(broker: Broker, onBatch: (offsets: string[]) => Promise<void> = async () => {}) {
  const { client, consumers } = doubleClient([], broker)
  const taken: string[] = []
  const stop = new AbortController()
  const take = async (records: readonly { offset: string }[]) => {
    const offsets = records.map(({ offset }) => offset)
    await onBatch(offsets)
    taken.push(...offsets)
  }
  const done = reread(client, { group: 'payment', onBatch: take }, 't', stop.signal)
  done.catch(() => undefined)
  return { done, taken, stop, consumers, consumer: () => vi.waitUntil(() => consumers[0]) }
}

it('brings all that is on the topic, in a group of its own that leaves no offsets', async () => {
  const { done, taken, consumer } = reading({ low: 0, high: 3, committed: 3 })
  const double = await consumer()
  expect(await double.fetch([0, 1])).toEqual(['1'])
  await double.fetch([2])
  await done
  expect([taken, double.committed, double.disconnected]).toEqual([['0', '1', '2'], [], true])
  expect(double.config.groupId).toMatch(/^payment\../)
})

it('ends at once where the topic has nothing, or nothing more', async () => {
  const { done, consumers } = reading({ low: 3, high: 3, committed: 3 })
  await done
  expect(consumers).toHaveLength(0)
})

it('waits for what is being stored, and passes over what nobody can read', async () => {
  const { done, consumer } = reading({ low: 0, high: 3, committed: 3 }, () => Promise.reject(new Error('not now')))
  const double = await consumer()
  await expect(double.fetch([0])).rejects.toThrow('not now')
  await double.fetch([], { unreadable: { reason: 'no codec has the number 7' } })
  await done
})

it('ends with its subscription, or with its consumer', async () => {
  const stopped = reading({ low: 0, high: 3, committed: 3 })
  await stopped.consumer()
  stopped.stop.abort()
  await expect(stopped.done).rejects.toThrow('was stopped')
  const crashed = reading({ low: 0, high: 3, committed: 3 })
  ;(await crashed.consumer()).emit('crash', new Error('gone'))
  await expect(crashed.done).rejects.toThrow('gone')
})
