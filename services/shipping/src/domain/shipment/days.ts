const DAY_MS = 24 * 60 * 60 * 1_000
const DAY_LENGTH = 'YYYY-MM-DD'.length

/**
 * The day before a day, both YYYY-MM-DD. Where the calendar has none (before its first day, or of text that names no day)
 * the text is returned unchanged: the carrier then refuses it.
 */
export function dayBefore(day: string): string {
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS)
  if (Number.isNaN(before.getTime())) return day
  const text = before.toISOString()
  return text.indexOf('T') === DAY_LENGTH ? text.slice(0, DAY_LENGTH) : day
}
