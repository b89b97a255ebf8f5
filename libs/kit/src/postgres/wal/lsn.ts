/** A place in the write-ahead log. */
export type Lsn = bigint

const HALF_BITS = 32n
const HALF = 0xffff_ffffn

/** `16/B374D848` → its number. */
export function parseLsn(text: string): Lsn {
  const [high = '0', low = '0'] = text.split('/')
  return (BigInt(`0x${high}`) << HALF_BITS) | BigInt(`0x${low}`)
}

export const formatLsn = (lsn: Lsn): string =>
  `${(lsn >> HALF_BITS).toString(16)}/${(lsn & HALF).toString(16)}`.toUpperCase()
