import type { Facts, Invariant, Saga, Violation } from '../facts.ts'
import { type Books, booksOf, movedBy } from '../money.ts'
import { orderIdIn, progressOf, sagaIds } from '../saga.ts'

/** 0 ≤ refunded ≤ captured ≤ deposit in the services' books and in the provider's; where all is done, both are the same. */
export const money: Invariant = {
  number: 3,
  name: "money: refunded ≤ captured ≤ deposit, and the provider's ledger agrees",
  check: (facts) => {
    const settled = new Set(progressOf(facts).settled)
    return [...facts.sagas.values()].flatMap((saga) => checkSaga(facts, saga, settled.has(saga)))
  },
}

function checkSaga({ ledgers }: Facts, saga: Saga, isSettled: boolean): Violation[] {
  const books = booksOf(saga)
  const ledger = ledgers.get(orderIdIn(saga) ?? '')
  const moved = ledger && movedBy(ledger)
  const faults = [
    ...bounds('payment has', books),
    ...(moved ? bounds('the provider has', { ...moved, deposit: books.deposit }) : []),
    ...(moved && isSettled ? agreement(books, moved) : []),
  ]
  return faults.map((what) => ({ invariant: money.number, what, ids: sagaIds(saga) }))
}

function bounds(who: string, { deposit, captured, refunded }: Books): string[] {
  const inBounds = 0 <= refunded && refunded <= captured && captured <= deposit
  return inBounds ? [] : [`${who} captured ${captured} and refunded ${refunded} of a deposit of ${deposit}`]
}

const agreement = (books: Books, moved: Omit<Books, 'deposit'>): string[] =>
  books.captured === moved.captured && books.refunded === moved.refunded
    ? []
    : [
        `payment has captured ${books.captured} and refunded ${books.refunded}, the provider ${moved.captured} and ${moved.refunded}`,
      ]
