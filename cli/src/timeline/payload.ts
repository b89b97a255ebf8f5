import { sanitize } from '../terminal/sanitize.ts'

/** Shown once for the whole saga, not with each event. */
const IDS: readonly string[] = ['reservationId', 'orderId', 'paymentId', 'shipmentId', 'customerId', 'eveningId']
/** A guest's own: a terminal is no place for them. */
const PERSONAL: readonly string[] = ['name', 'email', 'address', 'recipient']
const SECRET: readonly string[] = ['cardToken', 'reference']
const SECRET_SHOWN = 4

/** An event's data as one readable line, without ids, and of guests and cards no more than that there is something. */
export function payloadLine(data: object): string {
  return Object.entries(data)
    .filter(([key, value]) => !IDS.includes(key) && value !== null && value !== undefined)
    .map(([key, value]) => `${key} ${shown(key, value)}`)
    .join(', ')
}

function shown(key: string, value: unknown): string {
  if (SECRET.includes(key)) return `${sanitize(String(value).slice(0, SECRET_SHOWN))}…`
  if (PERSONAL.includes(key)) return '(hidden)'
  if (Array.isArray(value)) return `[${value.map((item) => shown(key, item)).join('; ')}]`
  if (typeof value !== 'object' || value === null) return sanitize(String(value))
  if (isMoney(value)) return money(value)
  return isKit(value) ? kitText(value) : `{${payloadLine(value)}}`
}

interface Money {
  readonly amount: number
  readonly currency: string
}

const isMoney = (value: object): value is Money => 'amount' in value && 'currency' in value

function money({ amount, currency }: Money): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`
}

/** A kit: of an order or a reservation, or as an evening offers it. */
interface Kit {
  readonly sku: string
  readonly quantity?: number
  readonly price?: Money
}

const isKit = (value: object): value is Kit => 'sku' in value

const kitText = ({ sku, quantity, price }: Kit): string =>
  `${quantity === undefined ? '' : `${quantity} × `}${sanitize(sku)}${price ? ` at ${money(price)}` : ''}`
