import type { Service } from '@bistro/kit'
import { SAFETY_NETS, type SafetyNets } from './safety-nets.ts'
import type { Services } from './services.ts'

/** A safety net that can be removed, to show what it prevents. */
export interface Break {
  readonly what: string
  readonly nets: SafetyNets
}

type AnyAggregate = Service['aggregates'][number]
type Decide = AnyAggregate['decide']

const { services } = SAFETY_NETS
const withServices = (changed: Partial<Services>): SafetyNets => ({
  ...SAFETY_NETS,
  services: { ...services, ...changed },
})

/** The service without its policy for one event. */
function deaf(name: keyof Services, type: string, leaves: string): Break {
  const service = services[name]
  const { [type]: _, ...policies } = service.policies
  return {
    what: `The ${name} service ignores ${type}: ${leaves}.`,
    nets: withServices({ [name]: { ...service, policies } }),
  }
}

/** The service with another decision of one aggregate, wherever `decide` returns one. */
function deciding(
  service: Service,
  name: string,
  decide: (...given: Parameters<Decide>) => ReturnType<Decide> | undefined,
): Service {
  const aggregates = service.aggregates.map((aggregate) =>
    aggregate.name === name
      ? { ...aggregate, decide: (...given: Parameters<Decide>) => decide(...given) ?? aggregate.decide(...given) }
      : aggregate,
  )
  return { ...service, aggregates }
}

const statusOf = (state: unknown): string => (state as { status: string }).status

const withoutJoin = deciding(services.order, 'order', ({ type }, state) =>
  type === 'RecordSeats' && statusOf(state) === 'validated' ? { ignored: 'not-paid-yet' } : undefined,
)

const withoutLateRefund = deciding(services.payment, 'payment', (command, state) => {
  const { answer } = command as { answer?: { status: string } }
  const late = command.type === 'AnswerVoid' && statusOf(state) === 'failed' && answer?.status === 'captured'
  return late ? { ignored: 'too-late' } : undefined
})

/** The same state, as if the provider had refused often enough. */
const settledEarly: Service = {
  ...services.payment,
  aggregates: services.payment.aggregates.map((aggregate) => ({
    ...aggregate,
    decide: (command: never, state: never, beside: never) =>
      aggregate.decide(
        command,
        (command as { type: string }).type === 'SettleRefund'
          ? ({ ...(state as object), refusals: 99 } as never)
          : state,
        beside,
      ),
  })),
}

const withLateCharges = deciding(services.payment, 'payment', (command, state) => {
  const { answer } = command as { answer?: { status: string; providerReference: string } }
  const isLate = command.type === 'AnswerCharge' && ['voiding', 'failed'].includes(statusOf(state))
  if (!isLate || answer?.status !== 'captured') return undefined
  const { orderId, reservationId, paymentId, amount } = state as Record<string, unknown>
  const { providerReference } = answer
  return [{ type: 'PaymentProcessed', data: { orderId, reservationId, paymentId, amount, providerReference } }]
})

export const BREAKS: Readonly<Record<string, Break>> = {
  'no-gate': {
    what: 'Messages are applied without a check of their versions: duplicates count twice, and messages are applied out of order.',
    nets: { ...SAFETY_NETS, gate: false },
  },
  'dual-write': {
    what: 'Events are published before they are committed: after a crash in between, other services act on events that never happened.',
    nets: { ...SAFETY_NETS, publishAfterCommit: false },
  },
  'offset-first': {
    what: 'Offsets are committed before the work is stored: a crash in between loses the messages for good.',
    nets: { ...SAFETY_NETS, offsetsAfterWork: false },
  },
  'no-key': {
    what: 'Calls to the card provider and the carrier carry no idempotency key: a retry charges or ships twice.',
    nets: { ...SAFETY_NETS, idempotencyKeys: false },
  },
  'no-undo-customer': deaf('customer', 'OrderCancelled', 'credit stays reserved'),
  'no-undo-payment': deaf('payment', 'OrderCancelled', 'the deposit is kept'),
  'no-undo-reservation': deaf('reservation', 'OrderCancelled', 'seats stay taken'),
  'no-undo-shipping': deaf('shipping', 'OrderCancellationRequested', 'the carrier is never asked to cancel'),
  'no-expiry': {
    what: 'Holds never expire: unpaid seats stay taken.',
    nets: withServices({ reservation: { ...services.reservation, timers: [] } }),
  },
  'no-join': {
    what: 'An order ignores the confirmed reservation if it arrives before the payment, and waits for it for ever.',
    nets: withServices({ order: withoutJoin }),
  },
  'no-late-refund': {
    what: 'A charge that becomes known after the payment deadline is not refunded.',
    nets: withServices({ payment: withoutLateRefund }),
  },
  'early-settlement': {
    what: 'An operator settles a refund by hand while the payment service still retries it at the card provider.',
    nets: withServices({ payment: settledEarly }),
  },
  'volatile-timers': {
    what: 'Timers are kept only in memory: a crash loses every deadline and every expiry of a hold.',
    nets: { ...SAFETY_NETS, durableTimers: false },
  },
  'mark-before-send': {
    what: 'The relay marks events as published before the broker has stored them: after a crash in between they are never published.',
    nets: { ...SAFETY_NETS, markAfterSend: false },
  },
  'lease-forever': {
    what: 'Leases never end: work that a process has claimed before it dies is never done.',
    nets: { ...SAFETY_NETS, leasesEnd: false },
  },
  'flush-forgets': {
    what: 'Gates that were held back are not stored before offsets are committed: a crash in between loses them.',
    nets: { ...SAFETY_NETS, flushBeforeOffsets: false },
  },
  'apply-late-answer': {
    what: 'The response to a charge is applied although a void was requested: money moves after the payment has failed.',
    nets: { ...withServices({ payment: withLateCharges }), lateAnswersDropped: false },
  },
}
