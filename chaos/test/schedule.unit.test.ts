import { Random } from '@bistro/kit/faults'
import { describe, expect, it } from 'vitest'
import { catalogOf } from '../src/faults/catalog.ts'
import { faults } from '../src/faults/index.ts'
import { KIND_NAMES } from '../src/kinds.ts'
import { drawGuest } from '../src/load/wishes.ts'
import { routesOf } from '../src/routes.ts'
import { scheduleOf } from '../src/schedule.ts'

const scheduled = (seed: number, kinds = KIND_NAMES, minutes = 60) =>
  scheduleOf({ seed, minutes, kinds, catalog: catalogOf(routesOf(seed)) })

describe('the schedule of a seed', () => {
  it('is the same each time, and another for another seed', () => {
    expect(scheduled(1)).toEqual(scheduled(1))
    expect(scheduled(1)).not.toEqual(scheduled(2))
  })

  it('has about one fault in three seconds, of every kind, and every fault in ten hours', () => {
    const hours = Array.from({ length: 10 }, (_, seed) => scheduled(seed))
    for (const hour of hours) {
      expect(hour.length).toBeGreaterThan(1_000)
      expect(hour.length).toBeLessThan(1_500)
      expect(new Set(hour.map(({ kind }) => kind))).toEqual(new Set(KIND_NAMES))
    }
    const names = new Set(catalogOf(routesOf(0)).map(({ name }) => name))
    expect(new Set(hours.flat().map(({ fault }) => fault))).toEqual(names)
  })

  it('knows how to do every fault of the catalog', () => {
    expect(Object.keys(faults).sort()).toEqual(
      catalogOf([])
        .map(({ name }) => name)
        .sort(),
    )
  })

  it('breaks nothing that is still broken, and nothing after its end', () => {
    const untilMs = new Map<string, number>()
    for (const { atMs, forMs, holds } of scheduled(3)) {
      for (const held of holds) expect(untilMs.get(held) ?? 0).toBeLessThanOrEqual(atMs)
      for (const held of holds) untilMs.set(held, atMs + forMs)
      expect(atMs + forMs).toBeLessThanOrEqual(60 * 60_000)
    }
  })

  it('keeps to the kinds that it is given', () => {
    expect(new Set(scheduled(1, ['records']).map(({ kind }) => kind))).toEqual(new Set(['records']))
  })
})

describe('the guests of a seed', () => {
  const guests = (seed: number) => {
    const random = new Random(seed, 1)
    return Array.from({ length: 2_000 }, () => drawGuest(random))
  }

  it('are the same each time', () => {
    expect(guests(1)).toEqual(guests(1))
  })

  it('have every card, every address, short holds, little credit and a change of mind', () => {
    const wishes = guests(1).map((guest) => guest.wishes)
    const cards = ['tok_ok', 'tok_declined', 'tok_slow', 'tok_lost_answer', 'tok_unreachable', 'tok_never']
    const rareCards = ['tok_charged_silently', 'tok_refund_retry', 'tok_refund_never']
    expect(new Set(wishes.map(({ cardToken }) => cardToken))).toEqual(new Set([...cards, ...rareCards]))
    expect(new Set(wishes.map(({ postcode }) => postcode))).toEqual(new Set(['75011', '00000', '99998', '99999']))
    expect(new Set(wishes.map(({ holdSeconds }) => holdSeconds))).toEqual(new Set([undefined, 1]))
    expect(wishes.some(({ creditLimitCents }) => creditLimitCents < 10_000)).toBe(true)
    expect(guests(1).some(({ cancelsAfterMs }) => cancelsAfterMs !== undefined)).toBe(true)
  })
})
