import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import type { AnyCommand } from '../../src/model/event.ts'
import type { Input, Outcome } from '../../src/model/input.ts'
import { gateKey, UnitOfWork } from '../../src/model/unit-of-work.ts'
import { runBatch } from '../../src/runtime/batch.ts'
import { readHistory, type Until } from '../../src/runtime/history.ts'
import { revive, toInput } from '../../src/runtime/learning.ts'
import { LATE_MS, type Store } from '../../src/runtime/store.ts'
import { LearningCodec } from '../fakes.ts'
import { batch, message, one, reading, record, request, WAREHOUSE } from '../inputs.ts'
import { type Loan, library } from '../library.ts'

const loanOf = async (store: Store, stream: string): Promise<Loan> => (await store.snapshot(stream))?.state as Loan
const anyParked = { limit: 100 }
const AGAIN_MS = 500
/** Ids made in one millisecond are in no order. */
const LATER_MS = 2
/** A timer may fire a fraction of a millisecond early, so the clock itself is asked. */
async function sleep(ms: number): Promise<void> {
  const until = Date.now() + ms
  while (Date.now() <= until) await new Promise((resolve) => setTimeout(resolve, ms))
}

/** As the runtime does: what lost a race is tried again. */
async function persistently(store: Store, input: Input): Promise<Outcome> {
  for (;;) {
    try {
      return await one(store, input)
    } catch (error) {
      if (!(error as { retryable?: boolean }).retryable) throw error
    }
  }
}

/** What every store must do, whatever it is made of. `another` opens a second one on the same data. */
export function storeContract(create: () => Promise<Store>, another: (store: Store) => Store): void {
  describe('what is read of others', () => {
    it('remembers how far each partition was read, the latest word last', async () => {
      const store = await create()
      const at = (partition: number, offset: string) => ({ topic: 'test.warehouse.v1', partition, offset })
      const first = { before: undefined }
      await store.progress.save([
        { ...at(0, '5'), ...first },
        { ...at(1, '9007199254740993'), ...first },
      ])
      await store.progress.save([{ ...at(0, '3'), before: '5' }])
      const known = await another(store).progress.load()
      expect(known.toSorted((a, b) => a.partition - b.partition)).toEqual([at(0, '3'), at(1, '9007199254740993')])
    })

    it('lets a process that was paused set nothing back that another one has stored meanwhile', async () => {
      const store = await create()
      const other = another(store)
      const at = (offset: string, before: string | undefined) => ({
        ...{ topic: 'test.warehouse.v1', partition: 0, offset, before },
      })
      expect(await store.progress.save([at('5', undefined)])).toBe(1)
      expect(await other.progress.save([at('90', '5')])).toBe(1)
      expect(await store.progress.save([at('7', '5')])).toBe(0)
      expect(await store.progress.save([at('8', undefined)])).toBe(0)
      expect(await store.progress.load()).toEqual([{ topic: 'test.warehouse.v1', partition: 0, offset: '90' }])
      await other.progress.save([at('91', '90')])
      expect(await store.progress.load()).toMatchObject([{ offset: '91' }])
    })

    it('names messages that wait for one that is not there, and not those that wait behind them or behind poison', async () => {
      const store = await create()
      const [stream, poisoned] = [v7(), v7()]
      const paint = (of: string, version: number) => message(of, version, 'ShelfPainted', {})
      await batch(store, [await paint(stream, 1), await paint(stream, 3), await paint(stream, 4)])
      const unreadable = { ...record(poisoned, 1, 'BookFound', {}), value: Buffer.from('no event') }
      await batch(store, [await toInput(reading(), unreadable), await paint(poisoned, 2)])
      const parked = await store.parked(anyParked)
      const third = parked.find((row) => row.stream === stream && row.version === 3)
      expect(await store.holes(0, 10)).toEqual([{ id: third?.id, topic: 'test.warehouse.v1' }])
      expect(await store.holes(60_000, 10)).toEqual([])
      await batch(store, [await paint(stream, 2)])
      expect(await store.holes(0, 10)).toEqual([])
    })
  })

  describe('streams', () => {
    it('appends events with versions 1, 2, 3 and keeps the fold beside them', async () => {
      const store = await create()
      const stream = v7()
      await one(store, request(stream, { type: 'Open' }))
      const outcome = await one(store, request(stream, { type: 'Lend', book: 'Emma' } as never))
      expect(outcome).toMatchObject({ kind: 'accepted', version: 2, state: { open: true, books: 1 } })
      expect(await store.snapshot(stream)).toMatchObject({ version: 2, state: { books: 1 } })
    })

    it('lets later inputs of a batch see what earlier ones wrote', async () => {
      const store = await create()
      const stream = v7()
      const { outcomes } = await batch(store, [request(stream, { type: 'Open' }), request(stream, { type: 'Open' })])
      expect(outcomes).toMatchObject([
        { kind: 'accepted', version: 1 },
        { kind: 'ignored', reason: 'open-already' },
      ])
    })

    it('lets twenty writers race on one stream without losing or repeating a version', async () => {
      const store = await create()
      const stream = v7()
      const write = async (writer: Store): Promise<number> => {
        const outcome = await persistently(writer, request(stream, { type: 'Remind' }))
        return outcome.kind === 'accepted' ? outcome.version : 0
      }
      const versions = await Promise.all(Array.from({ length: 20 }, () => write(another(store))))
      expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
      expect(await loanOf(store, stream)).toMatchObject({ reminders: 20 })
    })

    it('lets twenty writers race for one entry without a decision on an old one', async () => {
      const store = await create()
      const stream = v7()
      await one(store, request(stream, { type: 'Open' }))
      const lend = request(stream, { type: 'Lend', book: 'Emma' } as never)
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => persistently(another(store), lend)))
      expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(2)
      expect(await loanOf(store, stream)).toMatchObject({ books: 2 })
    })

    it('changes nothing when a command is rejected', async () => {
      const store = await create()
      const [first, second, third, fourth] = [v7(), v7(), v7(), v7()]
      const shelfId = v7()
      for (const stream of [first, second, third]) await one(store, request(stream, { type: 'Open', shelfId } as never))
      expect(await one(store, request(fourth, { type: 'Open', shelfId } as never))).toMatchObject({
        rejected: 'shelf-full',
      })
      expect(await store.snapshot(fourth)).toBeUndefined()
      expect(await store.snapshot(shelfId)).toMatchObject({ aggregate: 'shelf', version: 3 })
    })

    it('keeps entries apart from the head', async () => {
      const store = await create()
      const stream = v7()
      const lend = (book: string) => one(store, request(stream, { type: 'Lend', book } as never))
      expect([await lend('Emma'), await lend('Emma'), await lend('Emma'), await lend('Ulysses')]).toMatchObject([
        { kind: 'accepted' },
        { kind: 'accepted' },
        { kind: 'rejected', rejected: 'lent-twice' },
        { kind: 'accepted' },
      ])
    })
  })

  describe('the history of a stream', () => {
    const read = (store: Store, stream: string, until: Until = {}) =>
      readHistory({ ...reading(), store }, stream, until)
    /** An opened loan of one book, and its shelf. */
    async function lent(store: Store): Promise<[loan: string, shelf: string]> {
      const [stream, shelfId] = [v7(), v7()]
      await one(store, request(stream, { type: 'Open', shelfId } as never))
      await sleep(LATER_MS)
      await one(store, request(stream, { type: 'Lend', book: 'Emma' } as never))
      return [stream, shelfId]
    }

    it('is folded from its events, whatever its snapshot says', async () => {
      const store = await create()
      const [stream] = await lent(store)
      const true_ = await store.snapshot(stream)
      const damaged = { ...true_!, state: { books: 99 } }
      const unit = new UnitOfWork()
      unit.snapshots.load(stream, true_!)
      unit.snapshots.set(stream, damaged)
      await store.transaction((transaction) => transaction.write({ unit, events: [], acknowledged: [] }))
      expect(await store.snapshot(stream)).toMatchObject({ state: { books: 99 } })
      const history = await read(store, stream)
      expect(history).toMatchObject({ aggregate: 'loan', version: 2, state: true_!.state })
      expect(history?.substates).toEqual({ Emma: { times: 1 } })
      expect(history?.events).toMatchObject([
        { version: 1, type: 'LoanOpened', schemaVersion: 1, data: { fragile: false } },
        { version: 2, type: 'BookLent', data: { book: 'Emma' } },
      ])
    })

    it('ends with a version, or with the last event before a moment', async () => {
      const store = await create()
      const [stream] = await lent(store)
      const all = (await read(store, stream))!
      const [opened, booked] = all.events
      const first = { version: 1, state: { books: 0 }, substates: {} }
      expect(await read(store, stream, { version: 1 })).toMatchObject(first)
      expect(await read(store, stream, { at: opened!.time })).toMatchObject(first)
      expect(await read(store, stream, { at: booked!.time })).toEqual(all)
      expect(await read(store, stream, { version: 3 })).toEqual(all)
      expect(await read(store, stream, { at: '2000-01-01T00:00:00Z' })).toBeUndefined()
      expect(await read(store, v7())).toBeUndefined()
    })

    it('has events that are not published', async () => {
      const store = await create()
      const [, shelf] = await lent(store)
      const history = await read(store, shelf)
      expect(history).toMatchObject({ aggregate: 'shelf', version: 1, state: { taken: 1 }, substates: {} })
      expect(history?.events).toMatchObject([{ type: 'SlotTaken', data: { count: 1 }, published: false }])
      expect(history?.events[0]).not.toHaveProperty('schemaVersion')
    })

    it('shows the last events of a long stream, and folds all of them', async () => {
      const store = await create()
      const stream = v7()
      await batch(
        store,
        Array.from({ length: 600 }, (_, index) => request(stream, { type: 'Lend', book: `book ${index}` } as never)),
      )
      const history = await read(store, stream)
      expect(history).toMatchObject({ version: 600, state: { books: 600 } })
      expect(history?.events.map(({ version }) => version)).toEqual(
        Array.from({ length: 500 }, (_, index) => index + 101),
      )
      expect(Object.keys(history?.substates ?? {})).toHaveLength(500)
    })
  })

  describe('the audit trail', () => {
    const trail = async (store: Store, stream?: string) => (await store.commands({ limit: 100 }, stream)).toReversed()
    const eventsOf = async (store: Store, stream: string) =>
      (await store.eventsAfter(stream, 0, 10)).map(({ id }) => id)

    it('has every command of a batch, whatever came of it, in the order of the decisions', async () => {
      const store = await create()
      const [stream, shelfId] = [v7(), v7()]
      const lend = () => request(stream, { type: 'Lend', book: 'Emma' } as AnyCommand)
      const open = request(stream, { type: 'Open', shelfId, pin: '1234' } as AnyCommand)
      await batch(store, [open, open, lend(), lend(), lend()])
      const [opened, again, first, second, third] = await trail(store)
      const events = await eventsOf(store, stream)
      expect(opened).toEqual({
        id: expect.stringMatching(/^[0-9]+$/),
        at: (await store.eventsAfter(stream, 0, 1))[0]!.time,
        by: 'guest',
        kind: 'request',
        type: 'Open',
        stream,
        outcome: 'accepted',
        events: [events[0], ...(await eventsOf(store, shelfId))],
        causedBy: (open as Extract<Input, { kind: 'request' }>).request.cause.id,
        request: { shelfId },
      })
      expect(again).toMatchObject({ outcome: 'ignored', reason: 'open-already', events: [] })
      expect([first, second]).toMatchObject([
        { outcome: 'accepted', events: [events[1]], request: { book: 'Emma' } },
        { outcome: 'accepted', events: [events[2]] },
      ])
      expect(third).toMatchObject({ outcome: 'rejected', reason: 'lent-twice', events: [] })
    })

    it('keeps a command that was rejected alone, and no repeated request', async () => {
      const store = await create()
      const stream = v7()
      const lend = (key: string) => one(store, request(stream, { type: 'Lend', book: 'Emma' } as AnyCommand, key))
      const keys = [v7(), v7(), v7()]
      for (const key of keys) await lend(key)
      expect(await lend(keys[0]!)).toMatchObject({ kind: 'replayed' })
      const outcomes = (await trail(store, stream)).map(({ outcome }) => outcome)
      expect(outcomes).toEqual(['accepted', 'accepted', 'rejected'])
    })

    it('names what caused a command: the event and its service, the timer, the effect', async () => {
      const store = await create()
      const [orders, stream] = [v7(), v7()]
      const found = await message(orders, 1, 'BookFound', { loanId: stream, book: 'letter' })
      const { pending } = await batch(store, [found, found])
      const [reminder] = pending
      await batch(store, [
        { kind: 'answer', stream, name: 'remind', id: reminder!.id, attempt: 1, answer: 'sent' },
        request(stream, { type: 'Open', dueMs: 0 } as AnyCommand),
      ])
      const { rows } = await store.claimDue(10)
      await batch(store, [{ kind: 'timer', stream, name: 'overdue', id: rows[0]!.id }])
      const [lent, , opened] = await eventsOf(store, stream)
      expect(await trail(store, stream)).toMatchObject([
        {
          kind: 'message',
          by: 'warehouse',
          type: 'Lend',
          causedBy: (found as Extract<Input, { kind: 'message' }>).message.id,
          events: [lent],
        },
        { kind: 'answer', by: 'remind', type: 'ConfirmReminder', causedBy: lent, request: { answer: 'sent' } },
        { kind: 'request', by: 'guest', type: 'Open' },
        { kind: 'timer', by: 'overdue', type: 'Overdue', causedBy: opened, request: {} },
      ])
    })

    it('names an external system that refused', async () => {
      const store = await create()
      const stream = v7()
      const { pending } = await batch(store, [request(stream, { type: 'Lend', book: 'letter' } as AnyCommand)])
      const place = { stream, name: 'remind', id: pending[0]!.id, attempt: 1 }
      await batch(store, [{ kind: 'refusal', ...place, reason: 'no such street' }])
      expect((await trail(store, stream)).at(-1)).toMatchObject({ kind: 'refusal', by: 'remind', type: 'Overdue' })
    })

    it("keeps an operator's orders on parked messages with their reasons, also those that fail", async () => {
      const store = await create()
      const [stream, loan] = [v7(), v7()]
      const broken = { ...record(stream, 1, 'BookFound', {}), value: Buffer.from('?') }
      await batch(store, [await toInput(reading(), broken)])
      await batch(store, [await message(stream, 2, 'BookFound', { loanId: loan, book: 'Emma' })])
      const poison = (await store.parked(anyParked)).find(({ reason }) => reason === 'poison')!
      await batch(store, [await revive(reading(), poison, { kind: 'retry', why: 'a hunch' })])
      await batch(store, [await revive(reading(), poison, { kind: 'skip', why: 'nobody needs it' })])
      const place = { parkedId: poison.id, source: WAREHOUSE, version: 1 }
      const order = { kind: 'request', by: 'operator', stream, events: [], causedBy: poison.record.headers.ce_id }
      expect(await trail(store, stream)).toEqual([
        expect.objectContaining({
          ...order,
          type: 'RetryParked',
          outcome: 'rejected',
          reason: expect.stringContaining('library cannot read BookFound'),
          request: { ...place, why: 'a hunch' },
        }),
        expect.objectContaining({
          ...order,
          type: 'SkipParked',
          outcome: 'accepted',
          request: { ...place, why: 'nobody needs it' },
        }),
      ])
      expect(await trail(store, loan)).toMatchObject([{ kind: 'message', type: 'Lend' }])
    })

    it('keeps orders on records that nobody can identify', async () => {
      const store = await create()
      const malformed = { ...record(v7(), 1, 'BookFound', {}), headers: {} }
      await batch(store, [await toInput(reading(), malformed)])
      const [parked] = await store.parked(anyParked)
      await batch(store, [await revive(reading(), parked!, { kind: 'retry' })])
      expect(await store.parked(anyParked)).toEqual([parked])
      await batch(store, [await revive(reading(), parked!, { kind: 'skip', why: 'a test' })])
      expect(await store.parked(anyParked)).toEqual([])
      expect(await trail(store)).toMatchObject([
        { type: 'RetryParked', outcome: 'rejected', request: { parkedId: parked!.id } },
        { type: 'SkipParked', outcome: 'accepted', request: { parkedId: parked!.id, why: 'a test' } },
      ])
    })

    it('is read page by page, latest first, of one stream or of all', async () => {
      const store = await create()
      const [stream, other] = [v7(), v7()]
      for (const of of [stream, other, stream, other]) await one(store, request(of, { type: 'Remind' }))
      const all = await store.commands({ limit: 10 })
      expect(all.map((command) => command.stream)).toEqual([other, stream, other, stream])
      expect(await store.commands({ limit: 2 })).toEqual(all.slice(0, 2))
      expect(await store.commands({ limit: 10, after: all[1]!.id })).toEqual(all.slice(2))
      expect(await store.commands({ limit: 1, after: all[1]!.id }, stream)).toEqual(all.slice(3))
    })
  })

  describe('the gate', () => {
    it('is listed by stream and source, latest streams first, in pages, without skipped records', async () => {
      const store = await create()
      const [first, second] = [v7(), v7()].sort()
      const applied = (stream: string) => message(stream, 1, 'ShelfPainted', {})
      await batch(store, [await applied(first!), await applied(second!), await message(second!, 3, 'ShelfPainted', {})])
      const malformed = await toInput(reading(), { ...record(v7(), 1, 'BookFound', {}), headers: {} })
      await batch(store, [{ ...malformed, order: { kind: 'skip' } } as Input])
      const rows = await store.gates(anyParked, {})
      expect(rows).toEqual([
        { source: WAREHOUSE, stream: second, version: 1, eventId: expect.any(String), waiting: 1 },
        { source: WAREHOUSE, stream: first, version: 1, eventId: expect.any(String), waiting: 0 },
      ])
      expect(await store.gates({ limit: 1 }, {})).toEqual(rows.slice(0, 1))
      expect(await store.gates({ limit: 5, after: gateKey(WAREHOUSE, second!) }, {})).toEqual(rows.slice(1))
      expect(await store.gates(anyParked, { stream: first })).toEqual(rows.slice(1))
      expect(await store.gates(anyParked, { source: WAREHOUSE, stream: second })).toEqual(rows.slice(0, 1))
      expect(await store.gates(anyParked, { source: '/services/nobody' })).toEqual([])
    })

    it('is listed without an event while its first message is parked', async () => {
      const store = await create()
      const stream = v7()
      await batch(store, [await message(stream, 2, 'ShelfPainted', {})])
      expect(await store.gates(anyParked, { stream })).toEqual([{ source: WAREHOUSE, stream, version: 0, waiting: 1 }])
    })

    it('applies each message once, in order, whatever the order and number of copies', async () => {
      const store = await create()
      const [stream, loan] = [v7(), v7()]
      const messages = await Promise.all(
        [1, 2, 3, 4].map((version) => message(stream, version, 'BookFound', { loanId: loan, book: `book ${version}` })),
      )
      for (const index of [2, 0, 0, 3, 1, 2, 3]) await batch(store, [messages[index]!])
      expect(await loanOf(store, loan)).toMatchObject({ books: 4 })
      expect(await store.gateVersion(WAREHOUSE, stream)).toBe(4)
      expect(await store.parked(anyParked)).toEqual([])
    })

    it('puts a batch that came in the wrong order right without parking', async () => {
      const store = await create()
      const [stream, loan] = [v7(), v7()]
      const inputs = await Promise.all(
        [3, 1, 2].map((version) => message(stream, version, 'BookFound', { loanId: loan, book: `book ${version}` })),
      )
      const { unit } = await batch(store, inputs)
      expect(unit.parked).toEqual([])
      expect(await store.gateVersion(WAREHOUSE, stream)).toBe(3)
    })

    it('moves for types that change nothing', async () => {
      const store = await create()
      const stream = v7()
      await batch(store, [await message(stream, 1, 'ShelfPainted', {})])
      expect(await store.gateVersion(WAREHOUSE, stream)).toBe(1)
    })

    it('parks a divergent history', async () => {
      const store = await create()
      const stream = v7()
      await batch(store, [await message(stream, 1, 'ShelfPainted', {})])
      await batch(store, [await message(stream, 1, 'ShelfPainted', {})])
      expect(await store.parked(anyParked)).toMatchObject([
        { reason: 'poison', error: expect.stringContaining('divergent history') },
      ])
    })
  })

  describe('parked messages', () => {
    it('wait for a view row, with their successors behind them, and go on in the transaction that brings it', async () => {
      const store = await create()
      const [orders, priceList, loan] = [v7(), v7(), v7()]
      await batch(store, [await message(orders, 1, 'BookOrdered', { loanId: loan, book: 'Emma' })])
      await batch(store, [await message(orders, 2, 'BookFound', { loanId: loan, book: 'Ulysses' })])
      expect((await store.parked(anyParked)).map(({ reason }) => reason).toSorted()).toEqual(['gap', 'view'])
      await batch(store, [await message(priceList, 1, 'BookPriced', { book: 'Emma', price: 7 })])
      expect(await loanOf(store, loan)).toMatchObject({ books: 2 })
      expect(await store.parked(anyParked)).toEqual([])
    })

    it('keep the bytes of what cannot be read, and hold the stream until an operator says skip', async () => {
      const store = await create()
      const [stream, loan] = [v7(), v7()]
      const broken = { ...record(stream, 1, 'BookFound', {}), value: Buffer.from([0, 1, 2]) }
      await batch(store, [await toInput(reading(), broken)])
      await batch(store, [await message(stream, 2, 'BookFound', { loanId: loan, book: 'Emma' })])
      const rows = await store.parked(anyParked)
      const poison = rows.find(({ reason }) => reason === 'poison')!
      expect(poison.record.value).toEqual(Buffer.from([0, 1, 2]))
      await batch(store, [await revive(reading(), poison, { kind: 'retry' })])
      expect(await store.gateVersion(WAREHOUSE, stream)).toBe(0)
      await batch(store, [await revive(reading(), poison, { kind: 'skip' })])
      expect(await store.gateVersion(WAREHOUSE, stream)).toBe(2)
      expect(await store.parked(anyParked)).toEqual([])
    })

    it('are not parked twice when they are delivered again', async () => {
      const store = await create()
      const ahead = await message(v7(), 5, 'BookFound', { loanId: v7(), book: 'Emma' })
      await batch(store, [ahead])
      await batch(store, [ahead, ahead])
      expect(await store.parked(anyParked)).toHaveLength(1)
    })

    it('are not parked twice although more of them are parked than a batch takes up', async () => {
      const store = await create()
      const MANY = 250
      const broken = (stream: string, version: number) =>
        toInput(reading(), { ...record(stream, version, 'BookFound', {}), value: Buffer.from('?') })
      const stream = v7()
      const versions = Array.from({ length: MANY }, (_, index) => index + 1)
      const inputs = await Promise.all([
        ...versions.map((version) => broken(stream, version)),
        ...versions.map(() => broken(v7(), 1)),
      ])
      await batch(store, inputs)
      expect((await batch(store, inputs)).unit.parked).toEqual([])
      expect(await store.parked({ limit: 1_000 })).toHaveLength(2 * MANY)
    })

    it('are stored once where nobody can say which event they are, however often they are delivered', async () => {
      const store = await create()
      const malformed = { ...record(v7(), 1, 'BookFound', {}), headers: {} }
      const other = { ...malformed, partition: 1 }
      for (const records of [[malformed], [malformed, malformed], [other, malformed]])
        await batch(store, await Promise.all(records.map((one) => toInput(reading(), one))))
      const places = (await store.parked(anyParked)).map(({ record: { partition } }) => partition)
      expect(places.toSorted()).toEqual([0, 1])
    })

    it('are not parked again once they were skipped, however often their topic is read', async () => {
      const store = await create()
      const malformed = await toInput(reading(), { ...record(v7(), 1, 'BookFound', {}), headers: {}, offset: '77' })
      await batch(store, [malformed])
      await batch(store, [{ ...malformed, order: { kind: 'skip' } } as Input])
      expect(await store.parked(anyParked)).toEqual([])
      expect((await batch(store, [malformed, malformed])).wrote).toBe(false)
      expect(await store.parked(anyParked)).toEqual([])
    })

    it('keep any header that there is', async () => {
      const store = await create()
      const odd = { 'n\0ul': 'a\0b', half: '\ud800', ['__proto__']: 'x', constructor: '', traceparent: '\0' }
      const { headers, ...rest } = record(v7(), 2, 'BookFound', {})
      const kept = { ...headers, ...odd, ['__proto__']: 'x' }
      await batch(store, [await toInput(reading(), { ...rest, headers: kept })])
      const [parked] = await store.parked(anyParked)
      expect(Object.entries(parked?.record.headers ?? {})).toEqual(Object.entries(kept))
    })

    it('wait for their schema with their successors behind them, and go on by themselves once it is known', async () => {
      const store = await create()
      const codec = new LearningCodec()
      const [stream, loan] = [v7(), v7()]
      codec.registry = 'away'
      const found = (version: number) => record(stream, version, 'BookFound', { loanId: loan, book: `book ${version}` })
      const [first, second, third] = [found(1), found(2), found(3)]
      const take = async (...records: (typeof first)[]) =>
        batch(store, await Promise.all(records.map((one) => toInput(reading(codec), one))), [], codec)
      const reasons = async () =>
        (await store.parked(anyParked)).toSorted((a, b) => a.version - b.version).map(({ reason }) => reason)

      await take(second)
      expect(await reasons()).toEqual(['gap'])
      await take(first)
      expect(await reasons()).toEqual(['schema', 'gap'])
      await take(first, second)
      expect(await reasons()).toEqual(['schema', 'gap'])
      expect((await store.resumable(10)).map(({ version }) => version)).toEqual([1])

      codec.registry = 'there'
      const [waiting] = await store.resumable(10)
      await batch(store, [await revive(reading(codec), waiting!)], [], codec)
      await take(third)
      expect(await loanOf(store, loan)).toMatchObject({ books: 3 })
      expect(await store.parked(anyParked)).toEqual([])
    })

    it('are not waited for within a transaction: with a silent registry others go on', async () => {
      const store = await create()
      const codec = new LearningCodec()
      const [stream, loan] = [v7(), v7()]
      const found = (version: number) => record(stream, version, 'BookFound', { loanId: loan, book: `book ${version}` })
      codec.isKnown = true
      await batch(store, [await toInput(reading(codec), found(2))], [], codec)
      codec.isKnown = false
      codec.registry = 'silent'
      const painted = await toInput(reading(codec), record(stream, 1, 'ShelfPainted', {}))
      const start = performance.now()
      await batch(store, [painted, request(loan, { type: 'Open' })], [], codec)
      expect(performance.now() - start).toBeLessThan(500)
      expect(await loanOf(store, loan)).toMatchObject({ open: true, books: 0 })
      expect(await store.parked(anyParked)).toMatchObject([{ version: 2, reason: 'schema' }])
    })

    it('become poison where the registry has no such schema, and are skipped as any other', async () => {
      const store = await create()
      const codec = new LearningCodec()
      const stream = v7()
      const unheardOf = record(stream, 1, 'BookFound', { loanId: v7(), book: 'Emma' })
      codec.registry = 'away'
      await batch(store, [await toInput(reading(codec), unheardOf)], [], codec)
      codec.registry = 'without it'
      const [waiting] = await store.resumable(10)
      await batch(store, [await revive(reading(codec), waiting!)], [], codec)
      const [poison] = await store.parked(anyParked)
      expect(poison).toMatchObject({ reason: 'poison', error: expect.stringContaining('there is no such schema') })
      expect(await store.resumable(10)).toEqual([])
      await batch(store, [await revive(reading(codec), poison!, { kind: 'skip' })], [], codec)
      expect(await store.gateVersion(WAREHOUSE, stream)).toBe(1)
      expect(await store.parked(anyParked)).toEqual([])
    })
  })

  describe('the outbox', () => {
    it('holds what was committed until the broker has acknowledged it', async () => {
      const store = await create()
      const { outbox } = await batch(store, [request(v7(), { type: 'Open' }), request(v7(), { type: 'Open' })])
      const left = await store.unpublished(0, 10)
      expect(left).toHaveLength(1)
      expect(left?.[0]?.events.map(({ id, bytes }) => [id, bytes])).toEqual(
        outbox?.events.map(({ id, bytes }) => [id, bytes]),
      )
      await batch(store, [], [outbox!.id])
      expect(await store.unpublished(0, 10)).toEqual([])
    })

    it('is not the only place of what was published: all of it can be read again', async () => {
      const store = await create()
      const stream = v7()
      for (const command of [{ type: 'Open', shelfId: v7() }, { type: 'Overdue' }] as const)
        await one(store, request(stream, command))
      const pages: string[][] = []
      for await (const page of store.published(1)) pages.push(page.map(({ type }) => type))
      expect(pages.flat()).toEqual(['LoanOpened', 'LoanOverdue'])
    })

    it('is not read for a later topic, which goes on from where it was, event by event, and not beyond a failure', async () => {
      const store = await create()
      const stream = v7()
      for (const command of [{ type: 'Open', shelfId: v7() }, { type: 'Overdue' }, { type: 'Remind' }] as const)
        await one(store, request(stream, command))
      const published: string[] = []
      const publish = async (events: readonly { type: string }[]) =>
        void published.push(...events.map(({ type }) => type))
      const fail = () => Promise.reject(new Error('the broker is away'))
      expect(await store.followedTopics()).toEqual([])
      await expect(store.publishFurther('later', 2, fail)).rejects.toThrow('the broker is away')
      while ((await store.publishFurther('later', 2, publish)) !== 0) expect(published.length).toBeGreaterThan(0)
      expect(published).toEqual(['LoanOpened', 'LoanOverdue', 'ReminderSent'])
      expect(await another(store).followedTopics()).toEqual(['later'])
      expect(await another(store).publishFurther('later', 2, fail)).toBe(0)
    })

    it('never holds private events', async () => {
      const store = await create()
      const { outbox } = await batch(store, [request(v7(), { type: 'Open', shelfId: v7() } as never)])
      expect(outbox?.events.map(({ type }) => type)).toEqual(['LoanOpened'])
    })
  })

  describe('timers and effects', () => {
    it('fires a timer that is due, once', async () => {
      const store = await create()
      const stream = v7()
      await one(store, request(stream, { type: 'Open', dueMs: 0 } as never))
      const { rows } = await store.claimDue(10)
      expect(rows).toMatchObject([{ stream, name: 'overdue', kind: 'timer' }])
      expect((await store.claimDue(10)).rows).toEqual([])
      const due = { kind: 'timer', stream, name: 'overdue', id: rows[0]!.id } as const
      await batch(store, [due])
      await batch(store, [due])
      expect(await store.snapshot(stream)).toMatchObject({ version: 2, state: { overdue: true } })
    })

    it('tells when the next row is due', async () => {
      const store = await create()
      await one(store, request(v7(), { type: 'Open', dueMs: 30_000 } as never))
      const { rows, nextInMs } = await store.claimDue(10)
      expect(rows).toEqual([])
      expect(nextInMs).toBeGreaterThan(25_000)
    })

    it('applies the answer to the latest attempt and drops those to earlier ones', async () => {
      const store = await create()
      const stream = v7()
      const { pending } = await batch(store, [request(stream, { type: 'Lend', book: 'letter' } as never)])
      await store.postpone([{ ...pending[0]!, attempt: 1 }], 0)
      const { rows } = await store.claimDue(10)
      expect(rows).toMatchObject([{ name: 'remind', attempt: 2, request: { to: 'x' } }])
      const answer = (attempt: number) =>
        ({ kind: 'answer', stream, name: 'remind', id: rows[0]!.id, attempt, answer: 'sent' }) as const
      await batch(store, [answer(1)])
      expect(await loanOf(store, stream)).toMatchObject({ reminders: 0 })
      await batch(store, [answer(2), answer(2)])
      expect(await loanOf(store, stream)).toMatchObject({ reminders: 1 })
    })

    it('lets a call that was refused for good settle its effect, as an answer does', async () => {
      const store = await create()
      const stream = v7()
      const { pending } = await batch(store, [request(stream, { type: 'Lend', book: 'letter' } as never)])
      const refusal = (attempt: number) =>
        ({ kind: 'refusal', stream, name: 'remind', id: pending[0]!.id, attempt, reason: 'no such street' }) as const
      await batch(store, [refusal(2)])
      expect(await loanOf(store, stream)).toMatchObject({ overdue: false })
      await batch(store, [refusal(1), refusal(1)])
      expect(await store.snapshot(stream)).toMatchObject({ version: 2, state: { overdue: true } })
      expect(await store.pending({ limit: 10 }, stream)).toEqual([])
    })

    it('says what is pending, since when and why: what was set last first, in pages', async () => {
      const store = await create()
      const [letter, due] = [v7(), v7()]
      const { pending } = await batch(store, [request(letter, { type: 'Lend', book: 'letter' } as never)])
      await sleep(LATER_MS)
      await one(store, request(due, { type: 'Open', dueMs: 60_000 } as never))
      await store.fail({ ...pending[0]!, attempt: 1 }, 30_000, 'the post is closed')
      expect((await store.backlog()).failing).toEqual({ count: 1, oldestMs: expect.any(Number) })
      const items = await store.pending({ limit: 10 })
      expect(items).toMatchObject([
        { stream: due, name: 'overdue', kind: 'timer', attempt: 0 },
        { stream: letter, name: 'remind', kind: 'effect', attempt: 1, lastError: 'the post is closed' },
      ])
      expect(items[0]).not.toHaveProperty('lastError')
      for (const { since, dueAt } of items) expect(Date.parse(dueAt) - Date.parse(since)).toBeGreaterThan(25_000)
      expect(await store.pending({ limit: 1 })).toEqual(items.slice(0, 1))
      expect(await store.pending({ limit: 10, after: items[0]!.id })).toEqual(items.slice(1))
      expect(await store.pending({ limit: 10 }, letter)).toEqual(items.slice(1))
    })

    it('counts what waits, and since when the oldest of it does', async () => {
      const store = await create()
      const nothing = { count: 0, oldestMs: 0 }
      expect(await store.backlog()).toEqual({ failing: nothing, effects: [], parked: [], gates: nothing })
      const [letter, ahead, other] = [v7(), v7(), v7()]
      await batch(store, [request(letter, { type: 'Lend', book: 'letter' } as never)])
      await one(store, request(v7(), { type: 'Open', dueMs: 60_000 } as never))
      await sleep(LATER_MS)
      const broken = { ...record(other, 1, 'BookFound', {}), value: Buffer.from('broken') }
      const forged = record(v7(), 1, 'BookFound', {})
      await batch(store, [
        await message(ahead, 2, 'BookFound', { loanId: v7(), book: 'a' }),
        await message(ahead, 3, 'BookFound', { loanId: v7(), book: 'b' }),
        await toInput(reading(), broken),
        await toInput(reading(), { ...forged, headers: { ...forged.headers, ce_source: '/services/x' } }),
      ])
      const { failing, effects, parked, gates } = await store.backlog()
      expect([failing, gates.count]).toEqual([nothing, 2])
      expect(effects).toEqual([{ name: 'remind', count: 1, oldestMs: expect.any(Number) }])
      expect(effects[0]!.oldestMs).toBeGreaterThanOrEqual(LATER_MS)
      const counted = parked.map(({ reason, source, count }) => [reason, source, count]).toSorted()
      expect(counted).toEqual([
        ['gap', WAREHOUSE, 2],
        ['poison', '', 1],
        ['poison', WAREHOUSE, 1],
      ])
      for (const { oldestMs } of [...parked, gates]) expect(oldestMs).toBeLessThan(LATER_MS + 30_000)
    })

    it('knows in which streams something has happened lately, the latest first', async () => {
      const store = await create()
      const [first, second] = [v7(), v7()]
      for (const stream of [first, second, first]) await one(store, request(stream, { type: 'Remind' }))
      expect([await store.recent('loan'), await store.recent('shelf')]).toEqual([[first, second], []])
    })

    it('knows the saga that a stream began in', async () => {
      const store = await create()
      const [loan, saga] = [v7(), v7()]
      const service = { ...library, sagaOf: () => saga }
      await runBatch({ ...reading(), service, store }, [request(loan, { type: 'Open' })], [])
      expect(await store.sagaOfStream(loan)).toBe(saga)
      const other = v7()
      await one(store, request(other, { type: 'Open' }))
      await runBatch({ ...reading(), service, store }, [request(other, { type: 'Remind' })], [])
      expect([await store.sagaOfStream(other), await store.sagaOfStream(v7())]).toEqual([undefined, undefined])
    })

    it('forgets why an attempt failed when nothing is wrong any more, or when the effect is set anew', async () => {
      const store = await create()
      const stream = v7()
      const lend = request(stream, { type: 'Lend', book: 'letter' } as never)
      const { pending } = await batch(store, [lend])
      const row = { ...pending[0]!, attempt: 1 }
      const [known] = await store.pending({ limit: 1 }, stream)
      await store.fail(row, 30_000, 'the post is closed')
      await store.fail(row, 30_000, null)
      expect((await store.pending({ limit: 1 }, stream))[0]).not.toHaveProperty('lastError')
      expect((await store.backlog()).failing).toEqual({ count: 0, oldestMs: 0 })
      await store.fail(row, 30_000, 'the post is closed')
      await batch(store, [lend])
      const [renewed] = await store.pending({ limit: 1 }, stream)
      expect(renewed).not.toHaveProperty('lastError')
      expect(Date.parse(renewed!.since)).toBeGreaterThanOrEqual(Date.parse(known!.since))
    })

    it('hastens effects that fail, and none that is being called or waits for its time', async () => {
      const store = await create()
      const streams = [v7(), v7(), v7()]
      const lend = streams.map((stream) => request(stream, { type: 'Lend', book: 'letter' } as never))
      const rows = (await batch(store, lend)).pending.map((row) => ({ ...row, attempt: 1 }))
      await store.fail(rows[0]!, 30_000, 'the post is closed')
      await store.fail(rows[1]!, 40_000, 'the post is closed')
      await store.fail(rows[2]!, 30_000, null)
      await store.hasten(['call'], 10)
      expect((await store.claimDue(10)).rows).toEqual([])
      await store.hasten(['remind'], 1)
      expect((await store.claimDue(10)).rows).toMatchObject([{ stream: streams[0], lastError: 'the post is closed' }])
      await store.hasten(['remind'], 10)
      expect((await store.claimDue(10)).rows).toMatchObject([{ stream: streams[1], attempt: 2 }])
    })

    it('gives a timer its time again, once, where nobody took it up', { timeout: 10_000 }, async () => {
      const store = await create()
      const stream = v7()
      await one(store, request(stream, { type: 'Open', dueMs: AGAIN_MS } as never))
      await sleep(AGAIN_MS + LATE_MS)
      const first = await store.claimDue(10, ['overdue'])
      expect(first.rows).toEqual([])
      expect(first.nextInMs).toBeGreaterThan(AGAIN_MS / 2)
      await sleep(AGAIN_MS + LATE_MS)
      expect((await store.claimDue(10, ['overdue'])).rows).toMatchObject([{ stream, name: 'overdue' }])
    })

    it('lets any other timer fire, however late', async () => {
      const store = await create()
      const stream = v7()
      await one(store, request(stream, { type: 'Open', dueMs: -LATE_MS - 1_000 } as never))
      expect((await store.claimDue(10, [])).rows).toMatchObject([{ stream, name: 'overdue', attempt: 1 }])
    })

    it('forgets an effect that an event has cleared', async () => {
      const store = await create()
      const stream = v7()
      const { pending } = await batch(store, [request(stream, { type: 'Lend', book: 'letter' } as never)])
      await one(store, request(stream, { type: 'Overdue' }))
      await batch(store, [{ kind: 'answer', stream, name: 'remind', id: pending[0]!.id, attempt: 1, answer: 'sent' }])
      expect(await loanOf(store, stream)).toMatchObject({ reminders: 0 })
    })
  })

  describe('stored answers', () => {
    it('answer the same request again, and refuse the key for another one', async () => {
      const store = await create()
      const [stream, key] = [v7(), v7()]
      await one(store, request(stream, { type: 'Open' }, key))
      expect(await one(store, request(stream, { type: 'Open' }, key))).toMatchObject({
        kind: 'replayed',
        answer: { status: 202 },
      })
      expect(await one(store, request(stream, { type: 'Overdue' }, key))).toMatchObject({ kind: 'key-reused' })
      await store.forgetAnswers(-1_000)
      expect(await one(store, request(stream, { type: 'Open' }, key))).toMatchObject({ kind: 'ignored' })
    })
  })

  describe('views', () => {
    it('are read by key and page by page, newest first', async () => {
      const store = await create()
      const stream = v7()
      for (const [index, book] of ['a', 'b', 'c'].entries())
        await batch(store, [await message(stream, index + 1, 'BookPriced', { book, price: index })])
      expect(await store.row('prices', 'b')).toEqual({ book: 'b', price: 1 })
      expect(await store.row('prices', 'z')).toBeUndefined()
      expect((await store.rows('prices', { limit: 2 })).map(({ book }) => book)).toEqual(['c', 'b'])
      expect((await store.rows('prices', { limit: 2, after: 'b' })).map(({ book }) => book)).toEqual(['a'])
      expect(await store.count('prices')).toBe(3)
      expect(await store.rows('prices', { limit: 2, where: ['price', '2'] })).toEqual([{ book: 'c', price: 2 }])
    })
  })
}
