import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Gate } from '../../src/model/gate.ts'
import { foldRows, keysOf, type Replayed, sequence } from '../../src/model/rebuild.ts'
import type { Row } from '../../src/model/view.ts'
import { tallies } from './shop.ts'

const STREAMS = ['one', 'two', 'three']
const idOf = (gate: string, version: number): string => `${gate} ${version}`
const gateAt = (gate: string, version: number): Gate => ({ version, eventId: idOf(gate, version), waiting: 0 })

const priced = (gate: string, version: number): Replayed => ({
  gate,
  version,
  id: idOf(gate, version),
  type: version % 5 === 4 ? 'BookSold' : 'BookPriced',
  data: { book: gate, price: version },
})

/** The rows after the first versions of each stream. */
function rowsAt(versions: ReadonlyMap<string, number>): ReadonlyMap<string, Row | null> {
  const events = [...versions].flatMap(([gate, last]) =>
    Array.from({ length: last }, (_, index) => priced(gate, index + 1)),
  )
  return foldRows(tallies, events, new Map())
}

const stream = fc.record({ events: fc.nat(12), live: fc.nat(12) })

it('takes each event once and in order, up to the live gates, whatever the copies, the order and the pages', () => {
  const histories = fc.tuple(stream, stream, stream)
  fc.assert(
    fc.property(histories, fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), (streams, swaps, pageSize) => {
      const events = streams.flatMap(({ events: count }, at) =>
        Array.from({ length: count }, (_, index) => priced(STREAMS[at] ?? '', index + 1)),
      )
      const topic = [...events]
      for (const [at, swap] of swaps.entries()) {
        const [from, to] = [at % (topic.length || 1), swap % (topic.length || 1)]
        const moved = topic[from]
        if (moved) topic.splice(to, 0, ...(swap % 2 === 0 ? topic.splice(from, 1) : [moved]))
      }
      const versions = new Map(streams.map(({ events: count, live }, at) => [STREAMS[at] ?? '', Math.min(count, live)]))
      const live = new Map([...versions].map(([gate, version]) => [gate, gateAt(gate, version)]))
      const built = new Map<string, number>()
      const rows = new Map<string, Row | null>()
      let waiting: readonly Replayed[] = []
      for (let from = 0; from < topic.length; from += pageSize) {
        const { next, rest } = sequence([...waiting, ...topic.slice(from, from + pageSize)], { built, live }, false)
        waiting = rest
        for (const { gate, version } of next) built.set(gate, version)
        for (const [key, row] of foldRows(tallies, next, rows)) rows.set(key, row)
      }
      const kept = (all: ReadonlyMap<string, Row | null>) => new Map([...all].filter(([, row]) => row))
      expect(kept(rows)).toEqual(kept(rowsAt(versions)))
    }),
  )
})

it('passes versions that are missing only when nothing older will come', () => {
  const live = new Map([['one', gateAt('one', 3)]])
  const events = [priced('one', 4), priced('one', 3), priced('one', 1)]
  const versions = (list: readonly Replayed[]) => list.map(({ version }) => version)
  const patient = sequence(events, { built: new Map(), live }, false)
  expect([versions(patient.next), versions(patient.rest)]).toEqual([[1], [4, 3]])
  const final = sequence(patient.rest, { built: new Map([['one', 1]]), live }, true)
  expect([versions(final.next), versions(final.rest)]).toEqual([[3], [4]])
})

it('takes the record that the live view has taken where two claim one version', () => {
  const live = new Map([['one', gateAt('one', 1)]])
  const other = { ...priced('one', 1), id: 'another' }
  const { next, rest } = sequence([other, priced('one', 1)], { built: new Map(), live }, false)
  expect([next.map(({ id }) => id), rest]).toEqual([['one 1'], []])
})

it('leaves out an event that the view cannot be folded from: the live view has skipped it', () => {
  const broken = { ...priced('one', 1), data: undefined }
  const view = {
    ...tallies,
    on: {
      BookPriced: {
        ...tallies.on.BookPriced,
        row: () => {
          throw new Error('no such book')
        },
      },
    },
  }
  expect(keysOf(tallies, [broken])).toEqual([])
  expect(foldRows(view, [priced('one', 1)], new Map())).toEqual(new Map())
})
