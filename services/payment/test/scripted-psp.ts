import type { ChargeAnswer, RefundAnswer, VoidAnswer } from '../src/domain/payment/provider.ts'
import type { Psp } from '../src/effects/psp.ts'

export const NEVER = new Promise<never>(() => {})

type Answers<A> = (A | Error | Promise<A>)[]

/** A provider that answers as the test says, the last answer again and again, and remembers what it was asked. */
export class ScriptedPsp implements Psp {
  readonly asked: string[] = []
  charges: Answers<ChargeAnswer> = [{ status: 'captured', providerReference: 'ch_1' }]
  voids: Answers<VoidAnswer> = [{ status: 'voided' }]
  refunds: Answers<RefundAnswer> = [{ status: 'refunded' }]

  charge = ({ cardToken }: { cardToken: string }) => this.#answer(`charge ${cardToken}`, this.charges)
  void = () => this.#answer('void', this.voids)
  refund = ({ amount }: { amount: { amount: number } }) => this.#answer(`refund ${amount.amount}`, this.refunds)

  async #answer<A>(what: string, answers: Answers<A>): Promise<A> {
    this.asked.push(what)
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (answer === undefined) throw new Error(`no answer to ${what}`)
    if (answer instanceof Error) throw answer
    return answer
  }
}
