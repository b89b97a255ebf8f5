import { RegistryUnavailable } from '@bistro/events'
import { expect, it, vi } from 'vitest'
import { untilAnswered } from '../src/parts/until-answered.ts'

const { signal } = new AbortController()

it('repeats while the registry does not answer', async () => {
  const onRepeat = vi.fn()
  const ask = vi
    .fn<() => Promise<void>>()
    .mockRejectedValueOnce(new RegistryUnavailable('nothing arrived'))
    .mockResolvedValue()
  await untilAnswered(ask, { signal, onRepeat, pauseMs: 1 })
  expect(ask).toHaveBeenCalledTimes(2)
  expect(onRepeat).toHaveBeenCalledExactlyOnceWith('nothing arrived')
})

it('gives up after a while, and says what to type', async () => {
  const ask = () => Promise.reject(new RegistryUnavailable('nothing arrived'))
  await expect(untilAnswered(ask, { signal, onRepeat: () => {}, pauseMs: 1, patienceMs: 5 })).rejects.toMatchObject({
    message: 'The schemas cannot be registered: nothing arrived',
    next: expect.stringContaining('npm start'),
  })
})

it('does not repeat what will not change', async () => {
  const ask = vi.fn(() => Promise.reject(new Error('refused')))
  await expect(untilAnswered(ask, { signal, onRepeat: () => {} })).rejects.toThrow('refused')
  expect(ask).toHaveBeenCalledTimes(1)
})
