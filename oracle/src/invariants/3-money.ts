import type { Facts, Invariant, Ledger, Live, Saga, Violation } from '../facts.ts'
import { type Books, booksOf, movedBy } from '../money.ts'
import { blame, orderIdIn, progressOf } from '../saga.ts'

const NUMBER = 3

/** 0 ≤ refunded (by hand too) ≤ captured ≤ deposit, in the services' events and in the provider's ledger; for a settled saga both agree. */
export const money: Invariant = {
  number: NUMBER,
  name: "money: refunded, by the provider or by hand, ≤ captured ≤ deposit, and the provider's ledger agrees",
  check: (facts) => [
    ...[...facts.sagas.values()].flatMap((saga) => checkBounds(saga, facts)),
    ...progressOf(facts).settled.flatMap((saga) => checkAgreement(saga, facts)),
  ],
  always: { movedBy: ['payment'], check: checkBounds },
}

function checkBounds(saga: Saga, live: Live): Violation[] {
  const books = booksOf(saga)
  const ledger = ledgerIn(saga, live)
  return blame(NUMBER, saga, [
    ...bounds('payment has', books),
    ...(ledger ? [...bounds('the provider has', { ...books, ...movedBy(ledger) }), ...chargedTwice(ledger)] : []),
  ])
}

function bounds(who: string, { deposit, captured, refunded, settled }: Books): string[] {
  const inBounds = 0 <= refunded && refunded + settled <= captured && captured <= deposit
  if (inBounds) return []
  const byHand = settled > 0 ? `; an operator settled another ${settled} by hand` : ''
  return [`${who} captured ${captured} and refunded ${refunded} of a deposit of ${deposit}${byHand}`]
}

const chargedTwice = ({ captures }: Ledger): string[] =>
  captures.length > 1 ? [`the guest is charged twice: ${captures.join(' + ')} captured for one deposit`] : []

function checkAgreement(saga: Saga, live: Pick<Facts, 'ledgerOf'>): Violation[] {
  const ledger = ledgerIn(saga, live)
  if (!ledger) return []
  const [books, moved] = [booksOf(saga), movedBy(ledger)]
  if (books.captured === moved.captured && books.refunded === moved.refunded) return []
  const isKept = moved.captured - moved.refunded > books.captured - books.refunded
  const what = `payment has captured ${books.captured} and refunded ${books.refunded}, but the provider has captured ${moved.captured} and refunded ${moved.refunded}${isKept ? ': the guest’s money is kept, and payment does not know it' : ''}`
  return blame(NUMBER, saga, [what])
}

const ledgerIn = (saga: Saga, { ledgerOf }: Pick<Live, 'ledgerOf'>): Ledger | undefined => {
  const orderId = orderIdIn(saga)
  return orderId === undefined ? undefined : ledgerOf(orderId)
}
