import { setTimeout as sleep } from 'node:timers/promises'
import { v7 } from 'uuid'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryLog, type MemoryLog } from '../../src/memory/index.ts'
import { type AnyCommand, NOTHING_YET, type Service } from '../../src/model/index.ts'
import {
  Health,
  RestoreRefused,
  type RunningRuntime,
  restore,
  SILENT_LOGGER,
  SILENT_METER,
  SYSTEM,
  startRuntime,
} from '../../src/runtime/index.ts'
import type { Store } from '../../src/runtime/store.ts'
import { WAL_MARK } from '../../src/runtime/wal.ts'
import { one, record, request, WAREHOUSE } from '../inputs.ts'
import { jsonCodec, type Loan, type LoanCommand, library, loan } from '../library.ts'
import { lendings, shop, tallies } from '../rebuild/shop.ts'

const OWN = 'test.library.v1'
const OTHERS = 'test.warehouse.v1'

/** As every service must, it takes a step once by its state: what is read again changes nothing. */
const lendingOnce: Service['aggregates'][number]['decide'] = (command, state, beside) =>
  command.type === 'Lend' && (state as Loan).books > 0
    ? { ignored: 'lent-already' }
    : loan.decide(command as LoanCommand, state as Loan, beside as never)

/** The first command of a loan that a message began is known again. */
export const remembering: Service = {
  ...shop,
  aggregates: library.aggregates.map((one) =>
    one.name === loan.name ? { ...one, recallsCommand: true, decide: lendingOnce } : one,
  ),
}

interface Kind {
  create(): Promise<Store>
  /** What the store holds now, in another one; nobody uses it meanwhile. */
  copy(store: Store): Promise<Store>
}

/** What must hold of a database that is brought up to date from the log, on every store. */
export function restoreSuite({ create, copy }: Kind): void {
  const running: RunningRuntime[] = []
  afterEach(async () => {
    await Promise.all(running.splice(0).map((runtime) => runtime.stop()))
  })

  /** A library with a log, and a post that answers all but what it is told to keep. */
  class World {
    readonly log: MemoryLog = createMemoryLog({ topics: [OWN, OTHERS], partitions: 3 })
    readonly reminded: string[] = []
    isPostClosed = false
    readonly #versions = new Map<string, number>()
    #loans = 0

    async start(store: Store): Promise<RunningRuntime> {
      const post = {
        remind: async (to: string) => {
          if (this.isPostClosed) return NOTHING_YET
          this.reminded.push(to)
          return 'done'
        },
      }
      const runtime = await startRuntime({ ...partsOf(store, this.log), ports: post })
      running.push(runtime)
      return runtime
    }

    async stop(runtime: RunningRuntime): Promise<void> {
      running.splice(running.indexOf(runtime), 1)
      await runtime.stop()
    }

    async tell(stream: string, type: string, data: object): Promise<void> {
      const version = (this.#versions.get(stream) ?? 0) + 1
      this.#versions.set(stream, version)
      const { headers, value } = record(stream, version, type, data)
      await this.log.send(OTHERS, [{ key: stream, headers, value }])
    }

    /** Loans of every kind: on a shelf, lent by the warehouse, lent with a letter, overdue. */
    async work(store: Store, runtime: RunningRuntime): Promise<void> {
      const shelf = v7()
      const submit = (stream: string, command: LoanCommand) => {
        const input = request(stream, command as AnyCommand)
        return input.kind === 'request' ? runtime.submit(input.request) : undefined
      }
      for (let count = 0; count < 3; count += 1) {
        const [opened, lent, letter, late] = [v7(), v7(), v7(), v7()]
        // Nothing but its time says which loan has come first to the shelf.
        await sleep(2)
        await submit(opened, { type: 'Open', shelfId: shelf })
        await submit(opened, { type: 'Lend', book: `Emma-${opened}` })
        await this.tell(v7(), 'BookFound', { loanId: lent, book: `Persuasion-${lent}` })
        await this.tell(v7(), 'BookFound', { loanId: letter, book: 'letter' })
        await this.tell(v7(), 'BookPriced', { book: `Emma ${count}`, price: count })
        await submit(late, { type: 'Open', dueMs: 1 })
        this.#loans += this.isPostClosed ? 6 : 7
      }
      await expect.poll(() => onTopic(this.log), { timeout: 10_000 }).toBe(this.#loans)
      await expect.poll(() => store.unpublished(-60_000, 9).then((rows) => rows?.length), { timeout: 10_000 }).toBe(0)
    }
  }

  const restoreInto = (store: Store, { log }: World, service = remembering) =>
    restore({ ...partsOf(store, log, service), group: 'restore', onProgress: () => {} })

  describe('a database', () => {
    it.each(['an old copy', 'nothing'])(
      'comes up to date from %s, and goes on as if it had never been lost',
      async (from) => {
        const world = new World()
        const store = await create()
        let runtime = await world.start(store)
        await world.work(store, runtime)
        await world.stop(runtime)
        const old = from === 'nothing' ? await create() : await copy(store)
        runtime = await world.start(store)
        await world.work(store, runtime)
        world.isPostClosed = true
        await world.work(store, runtime)
        await world.stop(runtime)

        const [had, all, reminded] = [from === 'nothing' ? 0 : 21, onTopic(world.log), world.reminded.length]
        expect(await restoreInto(old, world)).toEqual({ had, appended: all - had })
        expect(await contentOf(old, world.log)).toEqual(await contentOf(store, world.log))
        expect(await namesPending(old)).toEqual(await namesPending(store))
        expect((await namesPending(old)).length).toBe(3)

        world.isPostClosed = false
        const again = await world.start(old)
        // The open reminders are sent, those that were answered are not; and what is read again changes nothing.
        await expect.poll(() => onTopic(world.log), { timeout: 10_000 }).toBe(all + 3)
        await expect.poll(() => gatesOf(old), { timeout: 10_000 }).toEqual(await gatesOf(store))
        expect(world.reminded.length).toBe(reminded + 3)
        expect(await old.rows(tallies.name, { limit: 100 })).toEqual(await store.rows(tallies.name, { limit: 100 }))
        await world.stop(again)
        expect(onTopic(world.log)).toBe(all + 3)
      },
    )

    it('keeps what it has still to publish', async () => {
      const world = new World()
      const store = await create()
      const runtime = await world.start(store)
      await world.work(store, runtime)
      await world.stop(runtime)
      await one(store, request(v7(), { type: 'Open' }))
      expect(await restoreInto(store, world)).toEqual({ had: 22, appended: 0 })
      expect(await store.unpublished(-60_000, 9)).toHaveLength(1)
    })

    it('does not publish again what the log has, though its copy does not know that', async () => {
      const world = new World()
      const [store, stream] = [await create(), v7()]
      await one(store, request(stream, { type: 'Open' }))
      const old = await copy(store)
      await world.stop(await world.start(store))
      await restoreInto(old, world)
      expect(await old.unpublished(-60_000, 9)).toEqual([])
    })

    it('publishes after its mark of the write-ahead log what the log lacks, and nothing that the log has', async () => {
      const world = new World()
      const store = await create()
      let runtime = await world.start(store)
      await world.work(store, runtime)
      await world.stop(runtime)
      await store.publishFurther(WAL_MARK, 1_000, async () => {})
      const old = await copy(store)
      // As with that relay: no outbox has it, and nobody has sent it.
      await one(old, request(v7(), { type: 'Open' }))
      await old.acknowledge(((await old.unpublished(-60_000, 9)) ?? []).map(({ id }) => id))
      const [open] = await old.afterMark(WAL_MARK)
      runtime = await world.start(store)
      await world.work(store, runtime)
      await world.stop(runtime)

      const records = recordsOn(world.log).length
      expect(await restoreInto(old, world)).toEqual({ had: 22, appended: 21 })
      expect(await old.afterMark(WAL_MARK)).toEqual([open])
      await world.stop(await world.start(old))
      const sent = recordsOn(world.log).map(({ headers }) => headers.ce_id)
      expect([sent.length, sent.filter((id) => id === open?.id)]).toEqual([records + 1, [open?.id]])
    })

    it('is refused where its history is another one, and stays as it is', async () => {
      const world = new World()
      const [store, other, stream] = [await create(), await create(), v7()]
      await one(store, request(stream, { type: 'Open' }))
      await one(other, request(stream, { type: 'Open' }))
      await world.stop(await world.start(store))
      const [event] = await other.eventsAfter(stream, 0, 1)
      const refused = await restoreInto(other, world).catch((error: Error) => error)
      expect(refused).toBeInstanceOf(RestoreRefused)
      expect((refused as Error).message).toMatch(
        new RegExp(
          `different histories:\n  stream ${stream}, version 1: LoanOpened .* on the topic .*event ${event?.id} in the database`,
        ),
      )
      expect(await other.eventsAfter(stream, 0, 9)).toEqual([event])
    })

    it('is refused where the log lacks what it has published', async () => {
      const world = new World()
      const store = await create()
      const runtime = await world.start(store)
      await world.work(store, runtime)
      await world.stop(runtime)
      const behind = new World()
      await expect(restoreInto(store, behind)).rejects.toThrow(
        /behind the database of library:\n.*was published and is not on/s,
      )
    })

    it('is refused where the log has lost what nobody else has', async () => {
      const world = new World()
      const store = await create()
      const stream = v7()
      for (const command of [{ type: 'Open' }, { type: 'Lend', book: 'Emma' }, { type: 'Overdue' }] as const)
        await one(store, request(stream, command))
      await world.stop(await world.start(store))
      const holed = new World()
      const records = world.log.records(OWN).flat()
      await holed.log.send(
        OWN,
        records
          .filter(({ headers }) => headers.ce_sequence !== '2')
          .map(({ headers, value }) => ({ key: stream, headers, value })),
      )
      await expect(restoreInto(await create(), holed)).rejects.toThrow(
        `stream ${stream}: version 3 is there, version 2 is not`,
      )
    })

    it('of a service that publishes nothing has nothing to come from', async () => {
      const { topic: _, ...silent } = remembering
      await expect(restoreInto(await create(), new World(), silent)).rejects.toThrow('library publishes nothing')
    })
  })
}

const partsOf = (store: Store, log: MemoryLog, service = remembering) => ({
  service,
  store,
  log,
  codec: jsonCodec,
  ports: {},
  logger: SILENT_LOGGER,
  meter: SILENT_METER,
  health: new Health(SILENT_LOGGER),
  ...SYSTEM,
})

const recordsOn = (log: MemoryLog) => log.records(OWN).flat()
/** Number of events, copies aside. */
const onTopic = (log: MemoryLog): number => new Set(recordsOn(log).map(({ headers }) => headers.ce_id)).size

/** Events, states and own views, as the log names the streams. */
async function contentOf(store: Store, log: MemoryLog) {
  const streams = [...new Set(recordsOn(log).map(({ headers }) => headers.ce_subject ?? ''))].sort()
  const snapshots = [...(await store.snapshots(streams))].sort()
  const links = [...new Set(snapshots.flatMap(([, { link }]) => link ?? []))].sort()
  const shelves = [...(await store.snapshots(links))].sort()
  const onShelves = await Promise.all(links.map((stream) => store.eventsAfter(stream, 0, 100)))
  const events = await Promise.all(streams.map((stream) => store.eventsAfter(stream, 0, 100)))
  return {
    snapshots,
    shelves,
    onShelves: onShelves.flat().map(({ stream, version, causationId }) => ({ stream, version, causationId })),
    events: events.flat().map(({ id, stream, version, type, time, causationId, bytes }) => ({
      ...{ id, stream, version, type, time, causationId, bytes: bytes.toString() },
    })),
    lendings: await store.rows(lendings.name, { limit: 100 }),
  }
}

const namesPending = async (store: Store): Promise<string[]> =>
  (await store.pending({ limit: 100 })).map(({ stream, name }) => `${stream} ${name}`).sort()

const gatesOf = async (store: Store) =>
  (await store.gates({ limit: 100 }, { source: WAREHOUSE })).map(({ stream, version }) => `${stream} ${version}`)
