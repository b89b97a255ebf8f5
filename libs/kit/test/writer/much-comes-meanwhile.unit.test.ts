import { v7 } from 'uuid'
import { expect, it } from 'vitest'
import { WAREHOUSE } from '../inputs.ts'
import { lend, outcomeOf, paint, writerOn } from './harness.ts'
import { lockedStore } from './locked-store.ts'

it('a locked row does not stop what changes nothing, however much of it comes meanwhile', async () => {
  const store = lockedStore()
  const { writer } = writerOn(store)
  const locked = v7()
  store.held.add(locked)
  await writer.submit(await lend(locked, 1))
  const idle = await Promise.all(Array.from({ length: 45_000 }, () => paint(v7(), 1)))
  const taken = (async () => {
    for (const input of idle) await writer.defer(input)
  })()
  expect(await outcomeOf(taken, 15_000)).toBe('done')
  expect(await outcomeOf(writer.flush(), 6_000)).toContain('not all messages are stored')
  store.held.clear()
  await writer.flush()
  expect(await store.gateVersion(WAREHOUSE, locked)).toBe(1)
  for (const { message } of idle.slice(-3)) expect(await store.gateVersion(WAREHOUSE, message.stream)).toBe(1)
}, 40_000)
