import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { ChargeAnswer, type Psp, RefundAnswer, VoidAnswer } from './psp.ts'

const CALL_TIMEOUT_MS = 10_000

export interface HttpPspSettings {
  readonly url: string
  readonly secret: string
}

/** The card provider over HTTP. A call that is not answered as agreed throws, and the runtime repeats it. */
export function httpPsp({ url, secret }: HttpPspSettings): Psp {
  const post = async <S extends TSchema>(path: string, key: string, body: object, schema: S): Promise<Static<S>> => {
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    }).catch((error: Error) => {
      throw new Error(`the card provider does not answer POST ${path}: ${reasonOf(error)}`, { cause: error })
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw new Error(`the card provider answers POST ${path} with ${response.status}`)
    }
    const answer: unknown = await response.json()
    if (!Check(schema, answer)) throw new Error(`the card provider's answer to POST ${path} is not understood`)
    return answer
  }
  return {
    charge: ({ paymentId, amount, cardToken }) =>
      post('/charges', paymentId, { reference: paymentId, amount, cardToken }, ChargeAnswer),
    void: ({ paymentId }) => post('/voids', `${paymentId}:void`, { reference: paymentId }, VoidAnswer),
    refund: ({ paymentId, amount }) =>
      post('/refunds', `${paymentId}:refund`, { reference: paymentId, amount }, RefundAnswer),
  }
}

/** What fetch says is only that it failed; why is beneath. */
const reasonOf = ({ message, cause }: Error): string => (cause instanceof Error ? cause.message : message)
