import { type Ending as Ended, type Result, ENDINGS as TABLE } from '@bistro/oracle/endings'
import { ORDINARY, type Wishes } from '../guest/guest.ts'

/** An ending of the table, with all that its guest wants. */
export interface Ending extends Ended {
  readonly wishes: Wishes
}

export const ENDINGS: readonly Ending[] = TABLE.map((ending) => ({
  ...ending,
  wishes: { ...ORDINARY, ...ending.wishes },
}))

const ACCEPTED_STATUS = 202

/** What the first ending of a row of the table comes to. */
function resultOf(row: number): Result {
  const { event, reason, remains } = TABLE.find(({ number }) => number === row)!
  return { ...(event && { event }), ...(reason && { reason }), remains }
}

const DELIVERED = resultOf(1)
const PAST_DEADLINE = resultOf(6)
const HOLD_EXPIRED = resultOf(8)

/**
 * How an ending may go otherwise if something was down meanwhile: deadlines and holds count on, and a charge that was to
 * come after a hold may come before it.
 */
export function afterOutage({ reason, answer, wishes, remains }: Ending): Result[] {
  if (answer.status !== ACCEPTED_STATUS || reason === 'credit_refused') return []
  return [
    PAST_DEADLINE,
    ...(remains.money === 'owed' ? [{ ...PAST_DEADLINE, remains }] : []),
    ...(wishes.holdSeconds ? [HOLD_EXPIRED, DELIVERED] : []),
  ]
}
