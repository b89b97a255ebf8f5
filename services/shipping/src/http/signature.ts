import { createHmac, timingSafeEqual } from 'node:crypto'

/** Allowed difference between the carrier's clock and ours. */
export const MAX_CLOCK_SKEW_S = 5 * 60

const SCHEME = 'v1='
const TIMESTAMP = /^\d{1,12}$/

export interface Signed {
  readonly body: Buffer
  /** `Carrier-Timestamp`, Unix seconds. */
  readonly timestamp: string | undefined
  /** `Carrier-Signature`, one or several separated by commas. */
  readonly signatures: string | undefined
}

/**
 * Whether the request is recent and signed with one of the secrets: two while a secret is being replaced.
 * Every pair is compared in constant time, so that timing reveals nothing.
 */
export function isAuthentic(signed: Signed, secrets: readonly string[], nowS: number): boolean {
  const { body, timestamp = '', signatures = '' } = signed
  if (!TIMESTAMP.test(timestamp) || Math.abs(nowS - Number(timestamp)) > MAX_CLOCK_SKEW_S) return false
  const given = signatures
    .split(',')
    .map((signature) => signature.trim())
    .filter((signature) => signature.startsWith(SCHEME))
    .map((signature) => Buffer.from(signature.slice(SCHEME.length)))
  const expected = secrets.map((secret) => Buffer.from(hmac(secret, timestamp, body)))
  const matches = expected.flatMap((one) => given.map((other) => isEqual(one, other)))
  return matches.includes(true)
}

const hmac = (secret: string, timestamp: string, body: Buffer): string =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')

const isEqual = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other)
