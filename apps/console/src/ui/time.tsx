import { useNow } from './use-now.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** "0.4 s", "14 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". */
export function duration(ms: number): string {
  const abs = Math.max(0, ms)
  if (abs < SECOND) return `${Math.round(abs)} ms`
  if (abs < 10 * SECOND) return `${(abs / SECOND).toFixed(1)} s`
  if (abs < MINUTE) return `${Math.floor(abs / SECOND)} s`
  if (abs < HOUR) return twoUnits(abs, MINUTE, 'min', SECOND, 's')
  if (abs < DAY) return twoUnits(abs, HOUR, 'h', MINUTE, 'min')
  return twoUnits(abs, DAY, 'd', HOUR, 'h')
}

function twoUnits(ms: number, big: number, bigName: string, little: number, littleName: string): string {
  const rest = Math.floor((ms % big) / little)
  return `${Math.floor(ms / big)} ${bigName}${rest > 0 ? ` ${rest} ${littleName}` : ''}`
}

/** With milliseconds, on this machine's clock. */
export const clockTime = (at: string | number): string =>
  new Date(at).toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  })

const exact = (at: string): string => new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'long' })

const relative = (ms: number): string => {
  if (Math.abs(ms) < 2 * SECOND) return 'now'
  return ms < 0 ? `in ${wholeSeconds(-ms)}` : `${wholeSeconds(ms)} ago`
}
const wholeSeconds = (ms: number) => (ms < MINUTE ? `${Math.floor(ms / SECOND)} s` : duration(ms))

/** "14 s ago", kept up to date; the exact time is in its title and for machines. */
export function Time({ at }: { at: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={exact(at)}>
      {relative(now - Date.parse(at))}
    </time>
  )
}

/** "14 s", counting: for what lasts. */
export function Since({ at }: { at: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={`since ${exact(at)}`}>
      {wholeSeconds(Math.max(0, now - Date.parse(at)))}
    </time>
  )
}
