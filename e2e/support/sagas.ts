import { type Answer, isEnding, ORDINARY, type SagaWatcher, type Wishes } from '@bistro/client'

const END_TIMEOUT_MS = 45_000

/** What an ordinary reservation costs, in minor units of EUR: 2 seats at 6,500 and a kit at 4,000; 30 % down. */
export const DEPOSIT = 5_100
export const BALANCE = 11_900

/** A guest and an evening with room for many ordinary reservations. */
export const CROWD: Wishes = { ...ORDINARY, seatsOfEvening: 2_000, creditLimitCents: 10_000_000 }

/** The event that ends a saga, found by its ce_correlationid; @throws if none comes in time */
export async function endOf(sagas: SagaWatcher, reservationId: string): Promise<string> {
  const ending = await sagas.until(reservationId, isEnding, END_TIMEOUT_MS)
  if (!ending) throw new Error(`saga ${reservationId} has not ended after ${END_TIMEOUT_MS} ms`)
  return ending.type
}

/** The text of a field of a response. @throws where there is none */
export function textIn({ status, body }: Answer, field: string): string {
  const text = body[field]
  if (typeof text === 'string') return text
  throw new Error(`the response has no field ${field}: ${status} ${JSON.stringify(body)}`)
}
