import { setTimeout as sleep } from 'node:timers/promises'
import { v7 } from 'uuid'
import { describe, it } from 'vitest'
import type { Outcome } from '../../src/model/index.ts'
import { NO_LOCKS } from '../../src/model/locks.ts'
import { OutcomeUnknown, QueueFull } from '../../src/runtime/index.ts'
import { type CommitOutcome, CommitUnknown, StoreLocked, StoreUnavailable } from '../../src/runtime/store.ts'
import { WAREHOUSE } from '../inputs.ts'
import { lend, open, outcomeOf, paint, writerOn } from './harness.ts'
import { troubledStore } from './troubled-store.ts'

/** A store in which another session holds the row of one stream. */
function lockedStore() {
  const held = new Set<string>()
  const store = troubledStore()
  return {
    ...store,
    held,
    transaction: (work: Parameters<typeof store.transaction>[0]) =>
      store.transaction((inner) =>
        work({
          load: async (needs, world) => {
            if ([...needs.heads].some((stream) => held.has(stream))) throw new StoreLocked('canceled')
            return inner.load(needs, world)
          },
          write: inner.write,
        }),
      ) as never,
    locked: async ({ heads }: { heads: ReadonlySet<string> }) => ({
      ...NO_LOCKS,
      heads: new Set([...heads].filter((stream) => held.has(stream))),
    }),
  }
}

describe.concurrent('a row that another session holds', () => {
  it('holds up what needs it, and nothing else; offsets wait for all', async ({ expect }) => {
    const store = lockedStore()
    const { writer } = writerOn(store)
    const [locked, free] = [v7(), v7()]
    store.held.add(locked)
    const inputs = [await lend(locked, 1), await lend(free, 1), await lend(locked, 2)]
    expect(await outcomeOf(Promise.all(inputs.map((input) => writer.submit(input))), 2_000)).toBe('done')
    expect(await writer.submit(open())).toMatchObject({ kind: 'accepted' })
    expect(await store.gateVersion(WAREHOUSE, free)).toBe(1)
    expect(await store.gateVersion(WAREHOUSE, locked)).toBe(0)
    expect(await outcomeOf(writer.flush(), 6_000)).toContain('not everything is stored')
    store.held.clear()
    await writer.flush()
    expect(await store.gateVersion(WAREHOUSE, locked)).toBe(2)
    expect(await store.parked({ limit: 1 })).toEqual([])
  }, 20_000)

  it('does not stop what changes nothing, however much of it comes meanwhile', async ({ expect }) => {
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
    expect(await outcomeOf(writer.flush(), 6_000)).toContain('not everything is stored')
    store.held.clear()
    await writer.flush()
    expect(await store.gateVersion(WAREHOUSE, locked)).toBe(1)
    for (const { message } of idle.slice(-3)) expect(await store.gateVersion(WAREHOUSE, message.stream)).toBe(1)
  }, 40_000)

  it('is told to the caller who needs it in time, whose request does not happen afterwards', async ({ expect }) => {
    const store = lockedStore()
    const { writer } = writerOn(store)
    const locked = v7()
    store.held.add(locked)
    const since = Date.now()
    await expect(writer.submit(open(locked))).rejects.toThrow(StoreUnavailable)
    expect(Date.now() - since).toBeLessThan(6_000)
    store.held.clear()
    await sleep(1_000)
    await writer.flush()
    expect(await store.head(locked)).toBeUndefined()
  }, 20_000)
})

describe.concurrent('a database that says nothing', () => {
  it('leaves no caller without an answer, and does not do afterwards what was refused', async ({ expect }) => {
    const hung = Promise.withResolvers<void>()
    const store = troubledStore()
    const slow = {
      ...store,
      transaction: async (work: never) => {
        await hung.promise
        return store.transaction(work) as never
      },
    }
    const { writer } = writerOn(slow)
    const streams = [v7(), v7(), v7()]
    const since = Date.now()
    const answers: Promise<Outcome>[] = []
    for (const stream of streams) {
      answers.push(writer.submit(open(stream)))
      await sleep(300)
    }
    await sleep(2_000)
    await expect(writer.submit(open())).rejects.toThrow(QueueFull)
    for (const answer of answers) await expect(answer).rejects.toThrow(StoreUnavailable)
    expect(Date.now() - since).toBeLessThan(6_000)
    hung.resolve()
    await writer.flush()
    for (const stream of streams) expect(await store.head(stream)).toBeUndefined()
  }, 20_000)
})

describe.concurrent('a commit that nobody answers', () => {
  function unsureStore(isCommitted: boolean) {
    const store = troubledStore()
    let isAway = true
    let outcome: CommitOutcome = 'in progress'
    return {
      ...store,
      tell: () => {
        outcome = isCommitted ? 'committed' : 'aborted'
      },
      transaction: (work: Parameters<typeof store.transaction>[0]) =>
        store.transaction((inner) =>
          work({
            load: inner.load,
            write: async (changes) => {
              if (!isAway) return inner.write(changes)
              isAway = false
              if (isCommitted) await inner.write(changes)
              throw new CommitUnknown('17', new Error('Connection terminated'))
            },
          }),
        ) as never,
      commitOutcome: async () => outcome,
    }
  }

  it.for([true, false])('is asked for, and done once: committed %s', async (isCommitted, { expect }) => {
    const store = unsureStore(isCommitted)
    const { writer, troubles } = writerOn(store)
    const [stream, idle, other] = [v7(), v7(), v7()]
    const answer = writer.submit(open(stream))
    writer.defer(await paint(idle, 1))
    const flushed = writer.flush()
    await sleep(500)
    expect(await writer.submit(open(other))).toMatchObject({ kind: 'accepted' })
    store.tell()
    expect(await answer).toMatchObject({ kind: 'accepted', version: 1 })
    await flushed
    expect(await store.head(stream)).toMatchObject({ version: 1 })
    expect(await store.gateVersion(WAREHOUSE, idle)).toBe(1)
    expect(troubles.at(-1)).toBeUndefined()
  })

  it('is called unknown to a caller who has waited long enough', async ({ expect }) => {
    const { writer } = writerOn(unsureStore(true))
    await expect(writer.submit(open())).rejects.toThrow(OutcomeUnknown)
  }, 10_000)
})
