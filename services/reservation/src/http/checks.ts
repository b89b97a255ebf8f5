import type { Money } from '@bistro/events'
import { type FieldError, invalidRequest } from '@bistro/kit/http'
import type { NewEvening } from './schemas.ts'

/** Not expressible in a schema: each sku occurs once. @throws a 400 that names every repetition */
export function checkSkus(kits: readonly { readonly sku: string }[]): void {
  const skus = kits.map(({ sku }) => sku)
  refuse(
    skus.flatMap((sku, index) =>
      skus.indexOf(sku) < index ? [{ path: `/kits/${index}/sku`, message: `${sku} is there already` }] : [],
    ),
  )
}

/** Not expressible in a schema: an evening has one currency. @throws a 400 that names every other one */
export function checkCurrency({ pricePerSeat, kits }: NewEvening): void {
  const { currency } = pricePerSeat
  const differs = (price: Money) => price.currency !== currency
  refuse(
    kits.flatMap(({ price }, index) =>
      differs(price)
        ? [{ path: `/kits/${index}/price/currency`, message: `must be ${currency}, as in pricePerSeat` }]
        : [],
    ),
  )
}

const YEARS_AHEAD = 10
const DAY_LENGTH = 'YYYY-MM-DD'.length

/**
 * Not expressible in a schema: an evening's date is between today and ten years ahead.
 * @param now the time of the request
 * @throws a 400 that names the first and the last day
 */
export function checkDate({ date }: Pick<NewEvening, 'date'>, now: Date): void {
  const [first, last] = [dayOf(now), dayOf(yearsAfter(now))]
  const day = date.slice(0, DAY_LENGTH)
  if (day < first || day > last) refuse([{ path: '/date', message: `must be a day from ${first} to ${last}` }])
}

const dayOf = (time: Date): string => time.toISOString().slice(0, DAY_LENGTH)

function yearsAfter(time: Date): Date {
  const then = new Date(time)
  then.setUTCFullYear(time.getUTCFullYear() + YEARS_AHEAD)
  return then
}

function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidRequest(errors)
}
