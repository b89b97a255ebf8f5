import type { Waiting } from '@bistro/audit'

/** A consumer that is behind, and a parked message. */
const BEHIND_MS = 10_000
const TIMER_OVERDUE_MS = 5_000
/** A call under way extends its time: one that is past it is run by nobody. */
const CALL_OVERDUE_MS = 10_000
const MAX_ATTEMPTS = 3
/** Without any known work and without news: on the way between two services no event takes that long. */
export const QUIET_MS = 30_000

/** Whether this lasts longer than it should. */
export function isStuck({ kind, since, until, attempt = 0, error }: Waiting, nowMs: number): boolean {
  const overdueMs = until === undefined ? 0 : nowMs - Date.parse(until)
  switch (kind) {
    case 'consumer':
    case 'parked':
      return nowMs - Date.parse(since) > BEHIND_MS
    case 'timer':
      return overdueMs > TIMER_OVERDUE_MS
    case 'effect':
      return overdueMs > CALL_OVERDUE_MS || (attempt > MAX_ATTEMPTS && error !== undefined)
    case 'outside':
      // Without a next question, it is a person who is waited for.
      return until === undefined || overdueMs > CALL_OVERDUE_MS || (attempt > MAX_ATTEMPTS && error !== undefined)
  }
}

/** Since when a saga is stuck; undefined if it is not. */
export function stuckSince(
  waitingFor: readonly { readonly isStuck: boolean; readonly since: string }[],
  newsMs: number,
  nowMs: number,
): number | undefined {
  if (waitingFor.length === 0) return nowMs - newsMs > QUIET_MS ? newsMs : undefined
  const stuck = waitingFor.filter((waiting) => waiting.isStuck).map(({ since }) => Date.parse(since))
  return stuck.length === 0 ? undefined : Math.min(...stuck)
}
