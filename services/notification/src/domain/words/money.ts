import type { Money } from '@bistro/events'

/** Currencies whose amounts are no hundredths (ISO 4217): the digits after the point. */
const DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((currency) => [currency, 3])),
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((currency) => [currency, 0]),
  ),
}
const HUNDREDTHS = 2

/** `39.00 EUR` */
export function inWords({ amount, currency }: Money): string {
  const digits = DIGITS[currency] ?? HUNDREDTHS
  const text = String(amount).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  return digits === 0 ? `${whole} ${currency}` : `${whole}.${text.slice(-digits)} ${currency}`
}
