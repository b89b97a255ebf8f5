/** Slow enough for a guest to cancel between two steps, fast enough for a test. */
export const UNHURRIED_WORLD = {
  BISTRO_PSP_LATENCY_MS: '50',
  BISTRO_PSP_SLOW_MS: '4000',
  BISTRO_CARRIER_DISPATCH_MS: '1500',
  BISTRO_CARRIER_DELIVER_MS: '500',
  BISTRO_PAYMENT_DEADLINE_MS: '6000',
  BISTRO_REFUND_BACKOFF_MS: '100',
}
