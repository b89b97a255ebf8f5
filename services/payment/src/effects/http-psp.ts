import { httpClient } from '@bistro/kit/http'
import type { Static, TSchema } from 'typebox'
import { ChargeAnswer, type Psp, RefundAnswer, VoidAnswer } from './psp.ts'

export interface HttpPspSettings {
  readonly url: string
  readonly secret: string
}

/** The card provider over HTTP. A call without a valid response throws: the runtime retries it or takes the refusal. */
export function httpPsp({ url, secret }: HttpPspSettings, connect = httpClient): Psp {
  const call = connect('the card provider', url)
  const post = <S extends TSchema>(path: string, key: string, body: object, schema: S): Promise<Static<S>> => {
    const headers = { authorization: `Bearer ${secret}`, 'idempotency-key': key }
    return call({ method: 'POST', path, headers, body }, schema)
  }
  return {
    charge: ({ paymentId, amount, cardToken }) =>
      post('/charges', paymentId, { reference: paymentId, amount, cardToken }, ChargeAnswer),
    void: ({ paymentId }) => post('/voids', `${paymentId}:void`, { reference: paymentId }, VoidAnswer),
    refund: ({ paymentId, amount }) =>
      post('/refunds', `${paymentId}:refund`, { reference: paymentId, amount }, RefundAnswer),
  }
}
