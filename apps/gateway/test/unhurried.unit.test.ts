import { setTimeout as sleep } from 'node:timers/promises'
import type { RawRecord } from '@bistro/kit'
import type { Broadcast, FollowOptions, Log } from '@bistro/kit/runtime'
import { expect, it } from 'vitest'
import { unhurried } from '../src/unhurried.ts'

type OnBatch = (records: readonly RawRecord[]) => void | Promise<void>

const records = (count: number): RawRecord[] => Array.from({ length: count }, () => ({}) as RawRecord)

/** What a reader of the log gives it: called as the log does. */
async function given(signal: AbortSignal, isWatched = true): Promise<{ onBatch: OnBatch; taken: number[] }> {
  const asked: FollowOptions[] = []
  const taken: number[] = []
  const log = { follow: async (options: FollowOptions) => void asked.push(options) }
  const reading = unhurried(log as unknown as Pick<Log, 'subscribe'> & Broadcast, () => isWatched, signal)
  const options = {
    topics: ['t'],
    from: 'end',
    onBatch: (batch: readonly RawRecord[]) => void taken.push(batch.length),
  }
  await reading.follow(options as unknown as FollowOptions)
  return { onBatch: asked[0]!.onBatch, taken }
}

it('hands on at once what comes, and asks again a moment later', async () => {
  const { onBatch, taken } = await given(new AbortController().signal)
  const began = Date.now()
  const done = Promise.resolve(onBatch(records(1)))
  await Promise.resolve()
  expect(taken).toEqual([1])
  await done
  expect(Date.now() - began).toBeGreaterThanOrEqual(45)
})

it('asks again at once while much is there, and when it ends', async () => {
  const end = new AbortController()
  const { onBatch } = await given(end.signal)
  const soon = () => sleep(5).then(() => 'later')
  const isDone = (done: void | Promise<void>) => Promise.resolve(done).then(() => 'done')
  expect(await Promise.race([isDone(onBatch(records(200))), soon()])).toBe('done')
  const waits = isDone(onBatch(records(1)))
  end.abort()
  expect(await Promise.race([waits, sleep(40).then(() => 'later')])).toBe('done')
})

it('asks less often while nobody follows', async () => {
  const { onBatch, taken } = await given(new AbortController().signal, false)
  const began = Date.now()
  const done = Promise.resolve(onBatch(records(1)))
  await Promise.resolve()
  expect(taken).toEqual([1])
  await done
  expect(Date.now() - began).toBeGreaterThanOrEqual(245)
})
