import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../src/memory/store.ts'
import { effectBackoffMs } from '../src/model/pending.ts'
import { batch, message } from './inputs.ts'
import type { Loan } from './library.ts'

const STREAM = '018f0000-0000-7000-8000-000000000001'
const LOAN = '018f0000-0000-7000-8000-000000000002'
const VERSIONS = 6

const messages = await Promise.all(
  Array.from({ length: VERSIONS }, (_, index) =>
    message(STREAM, index + 1, 'BookFound', { loanId: LOAN, book: `book ${index}` }),
  ),
)

describe('the step', () => {
  it('has the same effect for every order, every number of copies and every division into batches', async () => {
    const deliveries = fc.array(fc.array(fc.nat(VERSIONS - 1), { maxLength: 8 }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(deliveries, async (batches) => {
        const store = createMemoryStore()
        const all = [...batches, [...messages.keys()]]
        for (const indexes of all)
          await batch(
            store,
            indexes.map((index) => messages[index]!),
          )
        const snapshot = await store.snapshot(LOAN)
        expect(snapshot?.state as Loan | undefined).toMatchObject({ books: VERSIONS })
        expect(snapshot?.version).toBe(VERSIONS)
        expect(await store.parked({ limit: 100 })).toEqual([])
      }),
    )
  })
})

describe('the back-off of effects', () => {
  it('doubles up to its maximum, with up to half taken away', () => {
    expect([1, 2, 3, 9, 11, 1_000].map((attempt) => effectBackoffMs(attempt, 0))).toEqual([
      100, 200, 400, 25_600, 60_000, 60_000,
    ])
    expect(effectBackoffMs(1, 1)).toBe(50)
  })
})
