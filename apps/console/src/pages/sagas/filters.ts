import type { SagaFilters } from '../../api/queries.ts'

export const STATUSES = [
  ['', 'all'],
  ['open', 'open'],
  ['stuck', 'stuck'],
  ['delivered', 'delivered'],
  ['cancelled', 'cancelled'],
  ['rejected', 'rejected'],
] as const

/** As the events name them. */
const REASON_NAMES = [
  ...['payment_failed', 'credit_refused', 'hold_expired', 'guest_cancelled', 'cannot_ship', 'invalid_order'],
  'evening_full',
]
export const REASONS: readonly (readonly [string, string])[] = [
  ['', 'any'],
  ...REASON_NAMES.map((name) => [name, name.replaceAll('_', ' ')] as const),
]

const MINUTE_MS = 60_000
const PERIODS: Readonly<Record<string, number>> = { '5m': 5 * MINUTE_MS, '1h': 60 * MINUTE_MS, '24h': 1440 * MINUTE_MS }
export const TIMES = [
  ['', 'at any time'],
  ['5m', 'in the last 5 minutes'],
  ['1h', 'in the last hour'],
  ['24h', 'in the last 24 hours'],
] as const

const PAGE = 50

/** What the address asks for. A period begins with a whole minute, so that the same list is not asked for again at once. */
export function filtersOf(params: URLSearchParams, nowMs: number): SagaFilters {
  const { since, ...rest } = Object.fromEntries(
    [...params].filter(([name, value]) => NAMES.includes(name) && value !== ''),
  )
  const periodMs = PERIODS[since ?? '']
  if (periodMs === undefined) return { ...rest, limit: PAGE }
  const fromMs = Math.floor((nowMs - periodMs) / MINUTE_MS) * MINUTE_MS
  return { ...rest, since: new Date(fromMs).toISOString(), limit: PAGE }
}

const NAMES = ['status', 'q', 'customerId', 'eveningId', 'reason', 'since', 'after']
