import { isCurrency } from './currencies.ts'

interface Format {
  readonly validate: (text: string) => boolean
  readonly message: string
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** The year 0000 is in RFC 3339, and Postgres does not know it. */
const INSTANT = /^((?!0000)\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/
/**
 * Control characters, lone surrogates, and invisible or reordering characters: bidirectional overrides, zero-width
 * characters, line separators, fillers.
 */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f/u

export const isPlainText = (text: string): boolean => !UNSEEN.test(text)
export const NO_PLAIN_TEXT = 'must not contain control, bidirectional or zero-width characters'

/** Formats of the project's schemas. Ids are lower case, as derived values compare them as text. */
export const FORMATS: Readonly<Record<string, Format>> = {
  uuid: { validate: (text) => UUID.test(text), message: 'must be a UUID in lower case' },
  'date-time': { validate: isInstant, message: 'must be a time in UTC, such as 2030-12-24T19:00:00.000Z' },
  date: { validate: isDate, message: 'must be a date, such as 2030-12-24' },
  currency: { validate: isCurrency, message: 'must be a currency of ISO 4217, such as EUR' },
  text: {
    validate: isText,
    message: 'must be readable: not blank, no control, bidirectional or zero-width characters',
  },
}

/** Blanks alone say nothing. */
function isText(text: string): boolean {
  return isPlainText(text) && !/^\s+$/.test(text)
}

function isInstant(text: string): boolean {
  const [, date] = INSTANT.exec(text) ?? []
  return date !== undefined && isDate(date)
}

/** Round trip, as `Date` would turn 30 February into 2 March. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00.000Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${text}T`)
}
