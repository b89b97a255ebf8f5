import { createHmac } from 'node:crypto'
import { SECRETS } from './harness.ts'

export const nowS = () => Math.floor(Date.now() / 1_000)

const sign = (body: string, secret: string, timestamp: number) =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`

/** The headers of a request as the carrier sends it. */
export const signed = (payload: string, secret: string = SECRETS[0], timestamp = nowS()) => ({
  'content-type': 'application/json',
  'carrier-timestamp': String(timestamp),
  'carrier-signature': sign(payload, secret, timestamp),
})
