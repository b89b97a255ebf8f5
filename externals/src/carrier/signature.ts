import { createHmac } from 'node:crypto'

/** The signature headers of one send: `v1=<hex of HMAC-SHA256(secret, timestamp + "." + body)>` for each secret. */
export function signatureHeaders(secrets: readonly string[], timestampSeconds: number, rawBody: string) {
  const signed = `${timestampSeconds}.${rawBody}`
  const sign = (secret: string) => `v1=${createHmac('sha256', secret).update(signed).digest('hex')}`
  return { 'carrier-timestamp': String(timestampSeconds), 'carrier-signature': secrets.map(sign).join(',') }
}
