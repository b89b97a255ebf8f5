const DAY_MS = 24 * 60 * 60 * 1_000
const DAY_LENGTH = 'YYYY-MM-DD'.length

/**
 * The day before a day, both YYYY-MM-DD. If there is none (before the calendar's first day, or for invalid text)
 * the text is returned unchanged: the carrier then refuses it.
 */
export function dayBefore(day: string): string {
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS)
  if (Number.isNaN(before.getTime())) return day
  const text = before.toISOString()
  return text.indexOf('T') === DAY_LENGTH ? text.slice(0, DAY_LENGTH) : day
}
