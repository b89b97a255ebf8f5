import { setTimeout as sleep } from 'node:timers/promises'
import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { mapError } from '../../src/postgres/errors.ts'
import { StoreRefused } from '../../src/runtime/store.ts'
import { WAREHOUSE } from '../inputs.ts'
import { burn, lend, outcomeOf, paint, writerOn } from './harness.ts'
import { CONNECTION_ERRORS, SQLSTATES, serverError } from './sqlstates.ts'
import { PLACES, type Place, troubledStore } from './troubled-store.ts'

const TROUBLE_MS = 5_000
const RECOVERY_MS = 6_000
const ERRORS = [...SQLSTATES.map(serverError), ...CONNECTION_ERRORS]

/** What became of messages that met an error for five seconds: two that are applied, one that changes nothing, one that is poison. */
async function endure(place: Place, error: Error) {
  const store = troubledStore()
  const { writer } = writerOn(store)
  const [applied, idle, poison] = [v7(), v7(), v7()]
  store.trouble({ place, error: mapError(error) })
  for (const input of [await lend(applied, 1), await lend(applied, 2), await burn(poison, 1)]) void writer.submit(input)
  writer.defer(await paint(idle, 1))
  const early = await outcomeOf(writer.flush(), TROUBLE_MS)
  store.trouble(undefined)
  const late = await outcomeOf(writer.flush(), RECOVERY_MS)
  const parked = await store.parked({ limit: 10 })
  return {
    committedEarly: early === 'done',
    committed: late === 'done',
    versions: await Promise.all([applied, idle, poison].map((stream) => store.gateVersion(WAREHOUSE, stream))),
    books: ((await store.snapshot(applied))?.state as { books: number } | undefined)?.books,
    parked: parked.map(({ stream, reason }) => (stream === poison ? reason : 'parked wrongly')),
  }
}

const UNHARMED = { committedEarly: false, committed: true, versions: [2, 1, 0], books: 2, parked: ['poison'] }

describe('each error of the database, at each await of the writer, for five seconds,', () => {
  it('loses no message, parks none, and is over by itself', async () => {
    const cases = PLACES.flatMap((place) => ERRORS.map((error) => ({ place, error })))
    const results = await Promise.all(
      cases.map(async ({ place, error }) => ({ of: `${place}: ${error.message}`, ...(await endure(place, error)) })),
    )
    const harmed = results.filter(({ of: _, ...result }) => JSON.stringify(result) !== JSON.stringify(UNHARMED))
    expect(harmed).toEqual([])
    expect(results.length).toBeGreaterThan(700)
  }, 60_000)
})

describe.concurrent('an error that does not end', () => {
  for (const place of PLACES)
    it(`at ${place}: keeps the message, neither applied nor parked nor committed`, async ({ expect }) => {
      const store = troubledStore()
      const { writer, troubles } = writerOn(store)
      const stream = v7()
      store.trouble({ place, error: mapError(serverError('42501')) })
      void writer.submit(await lend(stream, 1))
      expect(await outcomeOf(writer.flush(), 8_000)).toBe('Postgres is unavailable: raised as 42501 (42501)')
      expect(await store.gateVersion(WAREHOUSE, stream)).toBe(0)
      expect(await store.parked({ limit: 1 })).toEqual([])
      expect(troubles.at(-1)).toContain('42501')
    }, 20_000)

  it('of the values of one message parks that message alone, after a while', async ({ expect }) => {
    const store = troubledStore()
    const { writer } = writerOn(store)
    const [bad, good] = [v7(), v7()]
    const ofBad = ({ events }: { events: readonly { stream: string }[] }) => events.some(({ stream }) => stream === bad)
    store.trouble({ place: 'write', error: new StoreRefused('no such text'), of: ofBad })
    void writer.submit(await lend(bad, 1))
    void writer.submit(await lend(bad, 2))
    await writer.submit(await lend(good, 1))
    expect(await store.gateVersion(WAREHOUSE, good)).toBe(1)
    expect(await store.parked({ limit: 1 })).toEqual([])
    await sleep(1_000)
    expect(await outcomeOf(writer.flush(), 9_000)).toMatch(/done|not all messages are stored/)
    await writer.flush()
    const parked = await store.parked({ limit: 5 })
    expect(parked.map(({ reason, version }) => `${reason} ${version}`).toSorted()).toEqual(['gap 2', 'poison 1'])
  }, 20_000)

  it('of parking itself keeps the message until it can be parked', async ({ expect }) => {
    const store = troubledStore()
    const { writer } = writerOn(store)
    const stream = v7()
    const ofParked = ({ unit }: { unit: { parked: readonly unknown[] } }) => unit.parked.length > 0
    store.trouble({ place: 'write', error: new StoreRefused('a header nobody can store'), of: ofParked })
    void writer.submit(await burn(stream, 1))
    await sleep(7_500)
    expect(await outcomeOf(writer.flush(), 6_000)).toBe('not all messages are stored within 5000 ms')
    store.trouble(undefined)
    await expect.poll(() => outcomeOf(writer.flush(), 6_000), { timeout: 12_000 }).toBe('done')
    expect(await store.parked({ limit: 5 })).toMatchObject([{ reason: 'poison' }])
  }, 40_000)

  it('of one stream leaves all others alone, though it is no fault of the values', async ({ expect }) => {
    const store = troubledStore()
    const { writer } = writerOn(store)
    const [bad, ...good] = Array.from({ length: 20 }, () => v7())
    const ofBad = ({ events }: { events: readonly { stream: string }[] }) => events.some(({ stream }) => stream === bad)
    store.trouble({ place: 'write', error: mapError(serverError('54000')), of: ofBad })
    void writer.submit(await lend(bad!, 1))
    for (const stream of good) void writer.submit(await lend(stream, 1))
    for (const stream of good) await expect.poll(() => store.gateVersion(WAREHOUSE, stream), { timeout: 4_000 }).toBe(1)
    expect(await store.parked({ limit: 1 })).toEqual([])
    store.trouble(undefined)
    await expect.poll(() => store.gateVersion(WAREHOUSE, bad!), { timeout: 6_000 }).toBe(1)
  }, 20_000)
})
