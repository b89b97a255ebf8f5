import type { Facts, Invariant, Saga, Violation } from '../facts.ts'
import { type Books, booksOf, movedBy } from '../money.ts'
import { orderIdIn, progressOf, sagaIds } from '../saga.ts'

/** 0 ≤ refunded (by hand, too) ≤ captured ≤ deposit in the services' books and in the provider's; where all is done, both are the same. */
export const money: Invariant = {
  number: 3,
  name: "money: refunded, by the provider or by hand, ≤ captured ≤ deposit, and the provider's ledger agrees",
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
    ...(moved ? bounds('the provider has', { ...books, ...moved }) : []),
    ...(moved && isSettled ? agreement(books, moved) : []),
  ]
  return faults.map((what) => ({ invariant: money.number, what, ids: sagaIds(saga) }))
}

function bounds(who: string, { deposit, captured, refunded, settled }: Books): string[] {
  const inBounds = 0 <= refunded && refunded + settled <= captured && captured <= deposit
  if (inBounds) return []
  const byHand = settled > 0 ? `, with ${settled} given back by hand besides,` : ''
  return [`${who} captured ${captured} and refunded ${refunded}${byHand} of a deposit of ${deposit}`]
}

const agreement = (books: Books, moved: ReturnType<typeof movedBy>): string[] =>
  books.captured === moved.captured && books.refunded === moved.refunded
    ? []
    : [
        `payment has captured ${books.captured} and refunded ${books.refunded}, the provider ${moved.captured} and ${moved.refunded}`,
      ]
