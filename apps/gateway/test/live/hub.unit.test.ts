import { SYSTEM } from '@bistro/kit/runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SagaSummary } from '../../src/contract/index.ts'
import { MAX_WAITING_BYTES } from '../../src/live/client.ts'
import { Hub } from '../../src/live/hub.ts'
import { Readers } from '../../src/live/readers.ts'
import { Summaries } from '../../src/live/summaries.ts'
import { held, orderCancelled, readBytes, rejectedFull, uuid } from './records.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const SAGA = uuid(100)

function newHub(load: (ids: readonly string[]) => Promise<readonly SagaSummary[]> = async () => []) {
  const summaries = new Summaries(load, readBytes)
  return { hub: new Hub({ clock: SYSTEM.clock, read: readBytes, summaries, readers: new Readers() }), summaries }
}

interface Message {
  readonly id: string
  readonly event: string
  readonly data: Record<string, never> & { items?: Record<string, unknown>[]; counts?: Record<string, number> }
}

const messageIn = (text: string): Message[] => {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1] ?? ''
  return field('event') === '' ? [] : [{ id: field('id'), event: field('event'), data: JSON.parse(field('data')) }]
}

function reader(hub: Hub, saga?: string, lastId?: string) {
  const texts: string[] = []
  const state = { waiting: 0, dropped: false }
  const output = {
    write: (bytes: Buffer) => void texts.push(bytes.toString()),
    get waiting() {
      return state.waiting
    },
    drop: () => {
      state.dropped = true
    },
  }
  const close = hub.open(output, saga, lastId)
  const messages = () => texts.flatMap(messageIn)
  const named = (name: string) => messages().filter(({ event }) => event === name)
  const lastIdOf = () => /^id: (.*)$/m.exec(texts.at(-1) ?? '')?.[1]
  const ids = () => named('event').flatMap(({ data }) => data.items?.map(({ id }) => id) ?? [])
  return { state, texts, close, messages, named, lastIdOf, ids }
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const idsOf = (records: readonly { headers: Readonly<Record<string, string>> }[]) =>
  records.map(({ headers }) => headers.ce_id)

it('keeps little while nobody has read yet: enough for a page that opens before the view has it', async () => {
  const { hub } = newHub()
  const [early, late] = [held(SAGA), held(SAGA)]
  hub.take([early, ...Array.from({ length: 500 }, (_, number) => held(uuid(200 + number))), late])
  expect(reader(hub, SAGA).ids()).toEqual(idsOf([late]))
})

describe('readers of all sagas', () => {
  it('get at most ten messages of a kind in a second; samples are few, counts are complete', async () => {
    const { hub } = newHub()
    const { named } = reader(hub)
    for (let turn = 0; turn < 100; turn += 1) {
      hub.take(Array.from({ length: 50 }, (_, number) => held(uuid(200 + number))))
      await pass(10)
    }
    const events = named('event')
    expect(events.length).toBeGreaterThan(8)
    expect(events.length).toBeLessThanOrEqual(11)
    expect(named('saga').length).toBeLessThanOrEqual(11)
    await pass(200)
    expect(named('event').reduce((sum, { data }) => sum + (data.counts?.['reservation ReservationHeld'] ?? 0), 0)).toBe(
      5_000,
    )
    for (const { data } of events) expect(data.items?.length).toBeLessThanOrEqual(10)
  })

  it('hear of an event within a tenth of a second, at once after silence', async () => {
    const { hub } = newHub()
    const { named } = reader(hub)
    await pass(1_000)
    hub.take([held(SAGA)])
    await pass(1)
    expect(named('event')).toHaveLength(1)
    hub.take([orderCancelled(SAGA)])
    await pass(1)
    expect(named('event')).toHaveLength(1)
    await pass(100)
    expect(named('event')).toHaveLength(2)
  })

  it('that come back get what they missed, in order and once', async () => {
    const { hub } = newHub()
    const whole = reader(hub)
    const first = reader(hub)
    hub.take([held(SAGA)])
    await pass(200)
    first.close()
    hub.take([orderCancelled(SAGA)])
    await pass(200)
    hub.take([rejectedFull(uuid(101))])
    const second = reader(hub, undefined, first.lastIdOf())
    await pass(200)
    expect([...first.messages(), ...second.messages()]).toEqual(whole.messages())
    expect(whole.ids()).toHaveLength(3)
  })

  it('that come back within a minute miss nothing, though nobody was there', async () => {
    const { hub } = newHub()
    const first = reader(hub)
    first.close()
    hub.take([held(SAGA)])
    await pass(59_000)
    expect(reader(hub, undefined, first.lastIdOf()).ids()).toHaveLength(1)
  })

  it.each([
    ['came long ago', 'Too much has happened since: the messages are not kept any more.', (id: string) => id, 70_000],
    ['another process gave', 'Another process of the gateway answers now.', () => 'other-5', 0],
    ['nobody gave', 'Another process of the gateway answers now.', () => 'nonsense', 0],
  ])('are told to load everything if their position is one that %s', async (_, why, lastId, awayMs) => {
    const { hub } = newHub()
    const first = reader(hub)
    first.close()
    await pass(awayMs)
    hub.take([held(SAGA)])
    await pass(200)
    const { messages } = reader(hub, undefined, lastId(first.lastIdOf() ?? ''))
    expect(messages()[0]).toMatchObject({ event: 'reset', data: { why } })
  })

  it('get every changed saga in the end, fifty at a time', async () => {
    const { hub } = newHub()
    const { named } = reader(hub)
    await pass(200)
    hub.take(Array.from({ length: 120 }, (_, number) => held(uuid(300 + number))))
    await pass(1)
    expect(named('saga')[0]?.data.items).toHaveLength(50)
    await pass(400)
    const ids = named('saga').flatMap(({ data }) => data.items?.map(({ reservationId }) => reservationId) ?? [])
    expect(new Set(ids).size).toBe(120)
  })
})

describe.each([undefined, SAGA])('readers of %s', (saga) => {
  it('are not shown card tokens', async () => {
    const { hub } = newHub()
    const { named, texts } = reader(hub, saga)
    hub.take([held(SAGA)])
    await pass(200)
    expect(named('event')[0]?.data.items?.[0]).toMatchObject({ type: 'ReservationHeld', data: { seats: 2 } })
    expect(texts.join()).not.toContain('tok_')
  })
})

describe('readers of one saga', () => {
  it('get all its events and no others, with its summary', async () => {
    const { hub } = newHub()
    const { ids, named } = reader(hub, SAGA)
    const own = [held(SAGA), ...Array.from({ length: 498 }, () => orderCancelled(SAGA)), orderCancelled(SAGA)]
    hub.take([...own, ...Array.from({ length: 500 }, () => held(uuid(5)))])
    await pass(200)
    expect(ids()).toEqual(idsOf(own))
    expect(named('saga').at(-1)?.data.items).toEqual([
      expect.objectContaining({ reservationId: SAGA, status: 'cancelled', reason: 'payment_failed', stuck: false }),
    ])
  })

  it('begin with what was seen of it, and miss nothing over a break', async () => {
    const { hub } = newHub()
    const own = [held(SAGA), orderCancelled(SAGA), orderCancelled(SAGA), orderCancelled(SAGA)]
    hub.take(own.slice(0, 1))
    const first = reader(hub, SAGA)
    hub.take(own.slice(1, 2))
    await pass(200)
    first.close()
    hub.take([...own.slice(2, 3), held(uuid(5))])
    await pass(200)
    const second = reader(hub, SAGA, first.lastIdOf())
    hub.take(own.slice(3))
    await pass(200)
    expect([...first.ids(), ...second.ids()]).toEqual(idsOf(own))
  })

  it('are told to load everything when the events are not kept any more', async () => {
    const { hub } = newHub()
    const first = reader(hub, SAGA)
    first.close()
    hub.take(Array.from({ length: 10_001 }, () => held(uuid(5))))
    expect(reader(hub, SAGA, first.lastIdOf()).messages()[0]?.event).toBe('reset')
  })
})

describe('summaries', () => {
  const known: SagaSummary = {
    ...{ reservationId: SAGA, orderId: uuid(9), customerId: uuid(1), startedAt: '2020-01-01T00:00:00.000Z' },
    ...{ status: 'open', stuck: false },
    lastEvent: { service: 'reservation', type: 'ReservationHeld', at: '2020-01-01T00:00:00.000Z' },
  }

  it('of a saga that began before this process are loaded once, then folded here', async () => {
    const asked: string[][] = []
    const { hub } = newHub(async (ids) => {
      asked.push([...ids])
      return [known]
    })
    const { named } = reader(hub)
    hub.take([orderCancelled(SAGA)])
    await pass(200)
    hub.take([orderCancelled(SAGA)])
    await pass(200)
    expect(asked).toEqual([[SAGA]])
    expect(named('saga')[0]?.data.items).toEqual([
      expect.objectContaining({ customerId: uuid(1), startedAt: known.startedAt, status: 'cancelled' }),
    ])
  })

  it('come when the database is there again', async () => {
    let isAway = true
    const { hub } = newHub(() => (isAway ? Promise.reject(new Error('away')) : Promise.resolve([known])))
    const { named } = reader(hub)
    hub.take([orderCancelled(SAGA)])
    await pass(500)
    expect(named('saga')).toEqual([])
    isAway = false
    hub.take([orderCancelled(SAGA)])
    await pass(500)
    expect(named('saga')).toHaveLength(1)
  })

  it('tell of a saga that gets stuck, and that is not any more', async () => {
    const { hub, summaries } = newHub(async () => [known])
    const { named } = reader(hub)
    for (const stuck of [new Set([SAGA]), new Set<string>()]) {
      summaries.mark(stuck)
      hub.changed()
      await pass(200)
    }
    expect(named('saga').map(({ data }) => data.items?.[0]?.stuck)).toEqual([true, false])
  })
})

it('what stands is sent to every new reader, and again when it changes', async () => {
  const { hub } = newHub()
  hub.publish('faults', { allowed: false, services: [] })
  await pass(200)
  const readers = [reader(hub), reader(hub, SAGA)]
  hub.publish('faults', { allowed: false, services: [] })
  await pass(200)
  hub.publish('faults', { allowed: true, services: [] })
  await pass(200)
  for (const { named } of readers) expect(named('faults').map(({ data }) => data.allowed)).toEqual([false, true])
})

it('a reader that leaves too much unread is cut off, and the others go on', async () => {
  const { hub } = newHub()
  const slow = reader(hub)
  const other = reader(hub)
  slow.state.waiting = MAX_WAITING_BYTES + 1
  hub.take([held(SAGA)])
  await pass(200)
  expect({ dropped: slow.state.dropped, readers: hub.readers }).toEqual({ dropped: true, readers: 1 })
  expect(other.ids()).toHaveLength(1)
})

it('records that identify no event are left out', async () => {
  const { hub } = newHub()
  const { ids } = reader(hub)
  const record = held(SAGA)
  hub.take([
    { ...record, headers: {} },
    { ...record, headers: { ...record.headers, ce_time: 'yesterday' } },
  ])
  await pass(200)
  expect(ids()).toEqual([])
})
