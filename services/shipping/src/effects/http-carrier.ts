import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { BookingAnswer, CancellationAnswer, type Carrier, Parcel } from './carrier.ts'

const CALL_TIMEOUT_MS = 10_000

/** The carrier over HTTP. A call that is not answered as agreed throws, and the runtime repeats it. */
export function httpCarrier(url: string): Carrier {
  const call = async <S extends TSchema>(path: string, init: RequestInit, schema: S): Promise<Static<S>> => {
    const target = new URL(path, url)
    const { pathname } = target
    const signal = AbortSignal.timeout(CALL_TIMEOUT_MS)
    const response = await fetch(target, { ...init, signal }).catch((error: Error) => {
      throw new Error(`the carrier does not answer ${pathname}: ${reasonOf(error)}`, { cause: error })
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw new Error(`the carrier answers ${pathname} with ${response.status}`)
    }
    const answer: unknown = await response.json()
    if (!Check(schema, answer)) throw new Error(`the carrier's answer to ${pathname} is not understood`)
    return answer
  }
  const post = (body: object, headers: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return {
    book: ({ shipmentId, attempt, address, deliverBy }) => {
      const key = { 'idempotency-key': `${shipmentId}:${attempt}` }
      return call('/bookings', post({ shipmentId, attempt, address, deliverBy }, key), BookingAnswer)
    },
    cancel: ({ shipmentId, attempt }) => call('/cancellations', post({ shipmentId, attempt }), CancellationAnswer),
    parcel: ({ shipmentId, attempt }) => {
      const query = new URLSearchParams({ shipmentId, attempt: String(attempt) })
      return call(`/parcels?${query}`, {}, Parcel)
    },
  }
}

/** What fetch says is only that it failed; why is beneath. */
const reasonOf = ({ message, cause }: Error): string => (cause instanceof Error ? cause.message : message)
