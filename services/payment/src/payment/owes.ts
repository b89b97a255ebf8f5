import type { PaymentEvent } from '@bistro/events'
import { clear, effect, type Owed, timer } from '@bistro/kit'
import type { ChargeRequest, RefundRequest, VoidRequest } from '../effects/psp.ts'
import type { Command } from './commands.ts'
import { REFUND_ATTEMPTS, type State } from './state.ts'

export interface PaymentSettings {
  /** How long the provider may take to answer a charge, from PaymentRequested on. */
  readonly deadlineMs: number
  /** Pause after the first refused refund; it doubles with each further refusal. */
  readonly refundBackoffMs: number
}

/** What is called, and by when it must have answered. A void replaces the charge: only its answer counts from then on. */
export const owesWith =
  (settings: PaymentSettings) =>
  (event: PaymentEvent, state: State, command: Command): readonly Owed[] => {
    const { paymentId } = event.data
    switch (event.type) {
      case 'PaymentRequested':
        return [...charge(event.data, command), timer('deadline', { afterMs: settings.deadlineMs })]
      case 'PaymentProcessed':
        return NO_CHARGE
      case 'PaymentFailed':
        return [...NO_CHARGE, UNANSWERED.includes(event.data.reason) ? voiding({ paymentId }) : clear('void')]
      case 'PaymentVoidRequested':
        return [...NO_CHARGE, voiding({ paymentId })]
      case 'RefundRequested':
        return [clear('void'), refund(event.data, 0)]
      case 'PaymentRefunded':
      case 'PaymentRefundSettled':
        return [clear('refund')]
      case 'PaymentRefundFailed':
        return [afterRefusal(event.data, state, settings)]
      default:
        return event satisfies never
    }
  }

/** Reasons for which nobody knows what became of the charge. */
const UNANSWERED: readonly string[] = ['deadline', 'refused']

const NO_CHARGE: readonly Owed[] = [clear('charge'), clear('deadline')]

/** The card's token is in no event of this stream: it comes with the command and lives until the charge is answered. */
function charge({ paymentId, amount }: ChargedPayment, command: Command): readonly Owed[] {
  if (command.type !== 'RequestPayment') return []
  const request: ChargeRequest = { paymentId, amount, cardToken: command.cardToken }
  return [effect('charge', request)]
}

type ChargedPayment = Pick<ChargeRequest, 'paymentId' | 'amount'>

const voiding = (request: VoidRequest): Owed => effect('void', request)

const refund = ({ paymentId, amount }: RefundRequest, afterMs: number): Owed =>
  effect('refund', { paymentId, amount }, { afterMs })

function afterRefusal(request: RefundRequest, state: State, { refundBackoffMs }: PaymentSettings): Owed {
  const refusals = state.status === 'none' ? 0 : state.refusals
  return refusals < REFUND_ATTEMPTS ? refund(request, refundBackoffMs * 2 ** (refusals - 1)) : clear('refund')
}
