import { randomUUIDv7 } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import { Problem, shuttingDown } from '../http/problem.ts'
import { type Journal, openJournal } from '../journal/index.ts'
import { Sleeper } from '../process/sleeper.ts'
import type { PspSettings } from '../settings.ts'
import {
  type Account,
  type Charge,
  charge,
  emptyAccount,
  ledgerOf,
  type Money,
  refund,
  voidAnswer,
  voidReference,
} from './account.ts'
import { type Card, cardOf } from './cards.ts'
import { fingerprintOf, Keys } from './keys.ts'

interface Order {
  readonly key: string
  readonly reference: string
}

type ChargeOrder = Order & { readonly amount: Money; readonly cardToken: string }
type RefundOrder = Order & { readonly amount: Money }

/** What happens to the response to a charge: it is sent, it is lost on the way, or there is none. */
export type ChargeAnswer = { readonly kind: 'told'; readonly charge: Charge } | { readonly kind: 'lost' | 'silent' }

/** An undecided charge. */
interface Pending {
  readonly decidedFrom: number
  readonly refusedTimes: number
}

/** The card provider. Each result is on disk before its method resolves. */
export class Provider {
  readonly #settings: PspSettings
  readonly #accounts: Journal<Account>
  readonly #log: FastifyBaseLogger
  readonly #keys: Keys
  readonly #pending = new Map<string, Pending>()
  readonly #sleeper = new Sleeper()

  constructor(settings: PspSettings, accounts: Journal<Account>, log: FastifyBaseLogger) {
    this.#settings = settings
    this.#accounts = accounts
    this.#log = log
    this.#keys = new Keys(accounts.entries.values())
  }

  get failure(): Error | undefined {
    return this.#accounts.failure
  }

  /** Captures or declines once per key. Throws a 503 Problem while the card's bank is unreachable. */
  async charge(order: ChargeOrder): Promise<ChargeAnswer> {
    const { key, reference, amount, cardToken } = order
    const card = cardOf(cardToken)
    const fingerprint = fingerprintOf('charge', reference, amount.amount, amount.currency, cardToken)
    this.#keys.claim(key, fingerprint)
    await this.#sleeper.sleep(this.#chargeDelayMs(order, card))
    const known = this.#find(order)
    if (!known) this.#meetBank(key, card)
    if (known || card.outcome === 'untouched') return this.#answer(card, known)
    const made = charge(this.#account(reference), {
      ...{ key, fingerprint, amount, outcome: card.outcome },
      ...{ refusesRefunds: card.refusesRefunds, providerReference: randomUUIDv7() },
    })
    this.#pending.delete(key)
    await this.#accounts.put(reference, made)
    const done = made.charges.at(-1)
    this.#log.info({ reference, status: done?.status }, 'charge')
    return card.answer === 'lost_once' && done?.status === 'captured' ? { kind: 'lost' } : this.#answer(card, done)
  }

  /** Ensures that the reference never charges, or reports that it already has. */
  async void(order: Order): Promise<ReturnType<typeof voidAnswer>> {
    const { key, reference } = order
    const fingerprint = fingerprintOf('void', reference)
    this.#keys.claim(key, fingerprint)
    await this.#sleeper.sleep(this.#settings.latencyMs)
    const account = this.#account(reference)
    if (account.voids.some((known) => known.key === key)) await this.#accounts.settled()
    else {
      await this.#accounts.put(reference, voidReference(account, { key, fingerprint }))
      this.#log.info({ reference, status: voidAnswer(account) }, 'void')
    }
    return voidAnswer(account)
  }

  /** Refunds captured money once per key; a refusal is not stored under the key. */
  async refund(order: RefundOrder): Promise<'refunded' | 'refused'> {
    const { key, reference, amount } = order
    const fingerprint = fingerprintOf('refund', reference, amount.amount, amount.currency)
    this.#keys.check(key, fingerprint)
    await this.#sleeper.sleep(this.#settings.latencyMs)
    this.#keys.check(key, fingerprint)
    const account = this.#account(reference)
    if (account.refunds.some((known) => known.key === key)) {
      await this.#accounts.settled()
      return 'refunded'
    }
    const after = refund(account, { key, fingerprint, amount })
    const done = after.refunds.length > account.refunds.length
    if (done) this.#keys.claim(key, fingerprint)
    await (after === account ? this.#accounts.settled() : this.#accounts.put(reference, after))
    const status = done ? 'refunded' : 'refused'
    this.#log.info({ reference, status }, 'refund')
    return status
  }

  /** The money that moved for a reference. */
  async ledger(reference: string): Promise<ReturnType<typeof ledgerOf>> {
    await this.#accounts.settled()
    return ledgerOf(this.#account(reference))
  }

  interrupt(): void {
    this.#sleeper.endAll(shuttingDown())
  }

  close(): Promise<void> {
    return this.#accounts.close()
  }

  #account(reference: string): Account {
    return this.#accounts.entries.get(reference) ?? emptyAccount
  }

  #find({ key, reference }: Order): Charge | undefined {
    return this.#account(reference).charges.find((known) => known.key === key)
  }

  /** A repeated slow charge is decided at the time of the first request. */
  #chargeDelayMs(order: Order, card: Card): number {
    const { latencyMs, slowMs } = this.#settings
    if (!card.slow || this.#find(order)) return latencyMs
    const now = performance.now()
    const pending = this.#pending.get(order.key) ?? { decidedFrom: now + slowMs, refusedTimes: 0 }
    this.#pending.set(order.key, pending)
    return Math.max(latencyMs, pending.decidedFrom - now)
  }

  #meetBank(key: string, card: Card): void {
    const pending = this.#pending.get(key) ?? { decidedFrom: 0, refusedTimes: 0 }
    if (pending.refusedTimes >= card.unreachableTimes) return
    this.#pending.set(key, { ...pending, refusedTimes: pending.refusedTimes + 1 })
    throw new Problem(503, 'unavailable', 'The bank of this card cannot be reached: send the same request again.')
  }

  async #answer(card: Card, known: Charge | undefined): Promise<ChargeAnswer> {
    await this.#accounts.settled()
    if (card.answer === 'never' || !known) return { kind: 'silent' }
    return { kind: 'told', charge: known }
  }
}

export async function openProvider(settings: PspSettings, log: FastifyBaseLogger): Promise<Provider> {
  return new Provider(settings, await openJournal<Account>(settings.dataDir, 'accounts', log), log)
}
