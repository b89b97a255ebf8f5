/** What a request sends along. */
export interface Sent {
  /** Consistency-Tokens of earlier responses; undefined ones are left out. */
  readonly tokens?: readonly (string | undefined)[]
}

/** Header parameters of a request. The same `idempotencyKey` gives the same response again. */
export function headersOf(sent: Sent & { readonly idempotencyKey: string }): {
  'Idempotency-Key': string
  'Consistency-Token'?: string
}
export function headersOf(sent: Sent): { 'Consistency-Token'?: string }
export function headersOf({ tokens = [], idempotencyKey }: Sent & { readonly idempotencyKey?: string }) {
  const token = tokens.filter((one) => one !== undefined).join(',')
  return {
    ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
    ...(token !== '' && { 'Consistency-Token': token }),
  }
}

/** What a later request sends along, so that it sees what this response says. */
export const tokenIn = ({ headers }: Pick<Response, 'headers'>): string | undefined =>
  headers.get('consistency-token') ?? undefined
