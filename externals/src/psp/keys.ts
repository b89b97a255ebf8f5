import { createHash } from 'node:crypto'
import { Problem } from '../http/problem.ts'
import type { Account } from './account.ts'

/** Equal for requests with the same meaning, whatever their JSON format. */
export const fingerprintOf = (...meaning: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(meaning)).digest('base64url')

/** The request of each idempotency key. */
export class Keys {
  readonly #fingerprints = new Map<string, string>()

  constructor(accounts: Iterable<Account>) {
    for (const { charges, voids, refunds } of accounts) {
      for (const { key, fingerprint } of [...charges, ...voids, ...refunds]) this.#fingerprints.set(key, fingerprint)
    }
  }

  /** Throws a 422 if the key was used for another request. */
  check(key: string, fingerprint: string): void {
    const known = this.#fingerprints.get(key)
    if (known === undefined || known === fingerprint) return
    throw new Problem(
      422,
      'idempotency-key-reused',
      'This Idempotency-Key was used for another request: send a new one.',
    )
  }

  /** Checks the key and binds it to the request. */
  claim(key: string, fingerprint: string): void {
    this.check(key, fingerprint)
    this.#fingerprints.set(key, fingerprint)
  }
}
