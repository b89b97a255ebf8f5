/** The card tokens that the provider knows, and what it does with each; it declines all others. */
export const CARDS: Readonly<Record<string, string>> = {
  tok_ok: 'is charged',
  tok_declined: 'is declined',
  tok_slow: 'is charged after 5 s',
  tok_lost_answer: 'is charged, but the first answer is lost',
  tok_unreachable: 'is charged at the fourth attempt',
  tok_never: 'never gets an answer, and is not charged',
  tok_charged_silently: 'never gets an answer, but is charged',
  tok_refund_retry: 'is charged; the first two refunds are refused',
  tok_refund_never: 'is charged; every refund is refused',
}

/** The postcodes that the carrier treats in its own way; it delivers to all others. */
export const POSTCODES: Readonly<Record<string, string>> = {
  '00000': 'is not served',
  '99998': 'loses the first parcel',
  '99999': 'loses every parcel',
}
