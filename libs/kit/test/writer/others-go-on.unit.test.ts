import { setTimeout as sleep } from 'node:timers/promises'
import { v7 } from 'uuid'
import { describe, it } from 'vitest'
import type { Outcome } from '../../src/model/index.ts'
import { OutcomeUnknown, QueueFull } from '../../src/runtime/index.ts'
import { type CommitOutcome, CommitUnknown, StoreRefused, StoreUnavailable } from '../../src/runtime/store.ts'
import { WAREHOUSE } from '../inputs.ts'
import { burn, lend, open, outcomeOf, paint, writerOn } from './harness.ts'
import { lockedStore } from './locked-store.ts'
import { troubledStore } from './troubled-store.ts'

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
    expect(await outcomeOf(writer.flush(), 6_000)).toContain('not all messages are stored')
    store.held.clear()
    await writer.flush()
    expect(await store.gateVersion(WAREHOUSE, locked)).toBe(2)
    expect(await store.parked({ limit: 1 })).toEqual([])
  }, 20_000)

  it('lets whoever needs another row that is free again go on', async ({ expect }) => {
    const store = lockedStore()
    const { writer } = writerOn(store)
    const [first, second] = [v7(), v7()]
    for (const stream of [first, second]) store.held.add(stream)
    await Promise.all([await lend(first, 1), await lend(second, 1)].map((input) => writer.submit(input)))
    store.held.delete(first)
    await expect.poll(() => store.gateVersion(WAREHOUSE, first), { timeout: 3_000 }).toBe(1)
    expect(await store.gateVersion(WAREHOUSE, second)).toBe(0)
    store.held.clear()
    await writer.flush()
  }, 20_000)

  it('turns away no request for another one, however many wait for it', async ({ expect }) => {
    const store = lockedStore()
    const { writer } = writerOn(store)
    const locked = v7()
    store.held.add(locked)
    const refused = Array.from({ length: 50 }, () => outcomeOf(writer.submit(open(locked)), 8_000))
    for (let since = performance.now(); performance.now() - since < 3_500; await sleep(100))
      expect(await writer.submit(open())).toMatchObject({ kind: 'accepted' })
    for (const answer of refused) expect(await answer).toContain('not stored within 5000 ms')
  }, 20_000)

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
    expect(await store.snapshot(locked)).toBeUndefined()
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
    for (const stream of streams) expect(await store.snapshot(stream)).toBeUndefined()
  }, 20_000)
})

describe.concurrent('a database that was away', () => {
  it('is known to be back also where nothing waits but a flush', async ({ expect }) => {
    const store = troubledStore()
    const { writer, troubles } = writerOn(store)
    store.trouble({ place: 'begin', error: new StoreUnavailable('gone') })
    const flushed = writer.flush()
    await sleep(300)
    expect(troubles.at(-1)).toBe('gone')
    store.trouble(undefined)
    await flushed
    expect(troubles.at(-1)).toBeUndefined()
  })
})

describe.concurrent('a message', () => {
  it('is not blamed for a parked one whose turn comes with it', async ({ expect }) => {
    const store = troubledStore()
    const { writer } = writerOn(store)
    const stream = v7()
    await writer.submit(await burn(stream, 2))
    await writer.submit(await lend(stream, 1))
    expect(await store.gateVersion(WAREHOUSE, stream)).toBe(1)
    expect((await store.parked({ limit: 5 })).map(({ reason, version }) => `${reason} ${version}`)).toEqual(['gap 2'])
  })

  it('is not blamed for values that were refused before the database was away', async ({ expect }) => {
    const store = troubledStore()
    const { writer } = writerOn(store)
    const stream = v7()
    const refused = { place: 'write', error: new StoreRefused('no such text') } as const
    store.trouble(refused)
    void writer.submit(await lend(stream, 1))
    await sleep(400)
    store.trouble({ place: 'begin', error: new StoreUnavailable('gone') })
    await sleep(6_500)
    store.trouble(refused)
    await sleep(2_500)
    expect(await store.parked({ limit: 1 })).toEqual([])
    store.trouble(undefined)
    await expect.poll(() => store.gateVersion(WAREHOUSE, stream), { timeout: 6_000 }).toBe(1)
  }, 20_000)

  it('is not waited for by an operator who was told that it is done', async ({ expect }) => {
    const store = lockedStore()
    const { writer } = writerOn(store)
    const stream = v7()
    store.held.add(stream)
    const input = await lend(stream, 1)
    const ordered = { ...input, parked: { id: v7(), reason: 'gap', order: { kind: 'retry' } } } as const
    expect(await outcomeOf(writer.submit(ordered), 1_500)).toBe('not ended within 1500 ms')
  })
})

describe.concurrent('requests that have waited elsewhere before', () => {
  it('are answered in their own time, behind newer ones', async ({ expect }) => {
    const store = { ...troubledStore(), transaction: () => new Promise<never>(() => {}) }
    const { writer } = writerOn(store)
    void writer.submit(open()).catch(() => undefined)
    const since = performance.now()
    expect(await outcomeOf(writer.submit(open(), since - 1_900), 9_000)).toContain('not stored within 5000 ms')
    expect(performance.now() - since).toBeLessThan(3_600)
  }, 15_000)
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
    expect(await store.snapshot(stream)).toMatchObject({ version: 1 })
    expect(await store.gateVersion(WAREHOUSE, idle)).toBe(1)
    expect(troubles.at(-1)).toBeUndefined()
  })

  it('is called unknown to a caller who has waited long enough', async ({ expect }) => {
    const { writer } = writerOn(unsureStore(true))
    await expect(writer.submit(open())).rejects.toThrow(OutcomeUnknown)
  }, 10_000)
})
