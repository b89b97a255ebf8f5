import type { Lack } from '@bistro/oracle'
import type { Waiting } from './waiting.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A span of time in its largest fitting unit: `4 s`, `12 min`, `3 h`, `2 days`. */
export function span(ms: number): string {
  if (ms < 2 * MINUTE_MS) return `${Math.max(0, Math.round(ms / SECOND_MS))} s`
  if (ms < 2 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`
  return ms < 2 * DAY_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / DAY_MS)} days`
}

/** `14:03:09` of that day in UTC, as every time here is. */
export const clock = (ms: number): string => `${new Date(ms).toISOString().slice(11, 19)}Z`

/** Such as `payment has been down since 14:03:09Z (connection refused)`. */
export function lackText({ service, what, reason, sinceMs }: Lack): string {
  const since = sinceMs === undefined ? '' : ` since ${clock(sinceMs)}`
  return what === undefined
    ? `${service} has been down${since} (${reason})`
    : `${service} lacks ${what}${since}: ${reason}`
}

/** What a saga waits for, as one line. */
export function waitingText(waiting: Waiting, nowMs: number): string {
  const { error, lacking } = waiting
  const why = waiting.kind === 'parked' || error === undefined ? '' : `${LAST_ERROR[waiting.kind] ?? '; '}${error}`
  return `${subject(waiting, nowMs)}${why}${lacking === undefined ? '' : `; ${lacking}`}`
}

const LAST_ERROR: Readonly<Partial<Record<Waiting['kind'], string>>> = { effect: ', last error: ' }

function subject(waiting: Waiting, nowMs: number): string {
  const { kind, service, what, event, since, error } = waiting
  const waited = span(nowMs - Date.parse(since))
  const from = event === undefined ? '' : ` (${event.service}, version ${event.version})`
  if (kind === 'consumer') return `${service} has yet to read ${what}${from}, for ${waited}`
  if (kind === 'parked') return `${service} reads ${what}: parked at ${service} for ${waited} (${error})`
  if (kind === 'timer') return `${service}'s ${what}, ${due(waiting, nowMs)}`
  if (kind === 'outside') return `${service}: ${what}, for ${waited}${question(waiting, nowMs)}`
  return `${service}: ${what}${attempts(waiting, nowMs)}`
}

function due({ until = '' }: Waiting, nowMs: number): string {
  const leftMs = Date.parse(until) - nowMs
  return leftMs >= 0 ? `due in ${span(leftMs)}` : `overdue for ${span(-leftMs)}`
}

const question = ({ until }: Waiting, nowMs: number): string =>
  until === undefined ? '' : `, asks for it ${soon(until, nowMs)}`

/** For an attempt that is under way, `until` is not shown: it is the end of a lease that is extended. */
function attempts({ attempt = 0, until = '', error }: Waiting, nowMs: number): string {
  if (attempt === 0) return `, first attempt ${soon(until, nowMs)}`
  return error === undefined ? `, attempt ${attempt} is under way` : `, attempt ${attempt}, next ${soon(until, nowMs)}`
}

function soon(until: string, nowMs: number): string {
  const leftMs = Date.parse(until) - nowMs
  return leftMs > SECOND_MS / 2 ? `in ${span(leftMs)}` : 'now'
}
