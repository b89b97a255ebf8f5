/** Settings: the world outside answers at once, `tok_slow` after a second; no payment reaches its deadline. */
export const FAST_WORLD = {
  BISTRO_PSP_LATENCY_MS: '0',
  BISTRO_PSP_SLOW_MS: '1000',
  BISTRO_CARRIER_DISPATCH_MS: '0',
  BISTRO_CARRIER_DELIVER_MS: '0',
  BISTRO_PAYMENT_DEADLINE_MS: '60000',
  BISTRO_REFUND_BACKOFF_MS: '100',
}
