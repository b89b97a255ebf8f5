import type { PaymentEvent } from '@bistro/events'
import { clear, effect, type PendingChange, timer, timerNamed } from '@bistro/kit'
import type { Command } from './commands.ts'
import { type ChargeRequest, charge, type RefundRequest, refund, type VoidRequest, voiding } from './provider.ts'
import { REFUND_ATTEMPTS, type State } from './state.ts'

/** Deadline of the charge. */
export const DEADLINE = timerNamed('deadline')

export interface PaymentSettings {
  /** How long the provider may take to answer a charge, from PaymentRequested on. */
  readonly deadlineMs: number
  /** Pause after the first refused refund; it doubles with each further refusal. */
  readonly refundBackoffMs: number
}

/** Pending calls and their deadline. A void replaces the charge: from then on only the void's answer counts. */
export const pendingWith =
  (settings: PaymentSettings) =>
  (event: PaymentEvent, state: State, command: Command): readonly PendingChange[] => {
    const { paymentId } = event.data
    switch (event.type) {
      case 'PaymentRequested':
        return [...charging(event.data, command), timer(DEADLINE, { afterMs: settings.deadlineMs })]
      case 'PaymentProcessed':
        return NO_CHARGE
      case 'PaymentFailed':
        return [...NO_CHARGE, UNANSWERED.includes(event.data.reason) ? void_({ paymentId }) : clear(voiding)]
      case 'PaymentVoidRequested':
        return [...NO_CHARGE, void_({ paymentId })]
      case 'RefundRequested':
        return [clear(voiding), refunding(event.data, 0)]
      case 'PaymentRefunded':
      case 'PaymentRefundSettled':
        return [clear(refund)]
      case 'PaymentRefundFailed':
        return [afterRefusal(event.data, state, settings)]
      default:
        return event satisfies never
    }
  }

/** Reasons that leave the charge's outcome unknown. */
const UNANSWERED: readonly string[] = ['deadline', 'refused']

const NO_CHARGE: readonly PendingChange[] = [clear(charge), clear(DEADLINE)]

/** No event of this stream has the card token: the command brings it, and the pending charge keeps it. */
function charging({ paymentId, amount }: ChargedPayment, command: Command): readonly PendingChange[] {
  if (command.type !== 'RequestPayment') return []
  return [effect(charge, { paymentId, amount, cardToken: command.cardToken })]
}

type ChargedPayment = Pick<ChargeRequest, 'paymentId' | 'amount'>

const void_ = (request: VoidRequest): PendingChange => effect(voiding, request)

const refunding = ({ paymentId, amount }: RefundRequest, afterMs: number): PendingChange =>
  effect(refund, { paymentId, amount }, { afterMs })

function afterRefusal(request: RefundRequest, state: State, { refundBackoffMs }: PaymentSettings): PendingChange {
  const refusals = state.status === 'none' ? 0 : state.refusals
  return refusals < REFUND_ATTEMPTS ? refunding(request, refundBackoffMs * 2 ** (refusals - 1)) : clear(refund)
}
