const DAY_MS = 24 * 60 * 60 * 1_000
const DAY_LENGTH = 'YYYY-MM-DD'.length

/** The day before a day, both YYYY-MM-DD. */
export const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, DAY_LENGTH)
