import type { Service } from '@bistro/kit'
import { LAWS, type Laws } from './laws.ts'
import type { Services } from './services.ts'

/** A safety net that can be taken out, to show what it is for. */
export interface Break {
  readonly what: string
  readonly laws: Laws
}

type AnyAggregate = Service['aggregates'][number]
type Decide = AnyAggregate['decide']

const { services } = LAWS
const withServices = (changed: Partial<Services>): Laws => ({ ...LAWS, services: { ...services, ...changed } })

/** A service without its policy for one event. */
function deaf(name: keyof Services, type: string): Break {
  const service = services[name]
  const { [type]: _, ...policies } = service.policies
  return {
    what: `the ${name} service does not hear of ${type}`,
    laws: withServices({ [name]: { ...service, policies } }),
  }
}

/** The service with one aggregate deciding otherwise where `decide` has an opinion. */
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
  'no-gate': { what: 'messages are applied as they come, whatever their version', laws: { ...LAWS, gate: false } },
  'dual-write': {
    what: 'events are published before they are committed',
    laws: { ...LAWS, publishAfterCommit: false },
  },
  'offset-first': { what: 'offsets are committed before the work is', laws: { ...LAWS, offsetsAfterWork: false } },
  'no-key': {
    what: 'calls to provider and carrier carry no idempotency key',
    laws: { ...LAWS, idempotencyKeys: false },
  },
  'no-undo-customer': deaf('customer', 'OrderCancelled'),
  'no-undo-payment': deaf('payment', 'OrderCancelled'),
  'no-undo-reservation': deaf('reservation', 'OrderCancelled'),
  'no-undo-shipping': deaf('shipping', 'OrderCancellationRequested'),
  'no-expiry': {
    what: 'holds do not run out',
    laws: withServices({ reservation: { ...services.reservation, timers: [] } }),
  },
  'no-join': {
    what: 'an order forgets a confirmed reservation that comes before the payment',
    laws: withServices({ order: withoutJoin }),
  },
  'no-late-refund': {
    what: 'a charge that turns up after the deadline is not given back',
    laws: withServices({ payment: withoutLateRefund }),
  },
  'early-settlement': {
    what: 'an operator settles a refund by hand while the provider is still asked for it',
    laws: withServices({ payment: settledEarly }),
  },
  'volatile-timers': { what: 'timers are kept in memory', laws: { ...LAWS, durableTimers: false } },
  'mark-before-send': {
    what: 'the relay marks events as published before the broker has them',
    laws: { ...LAWS, markAfterSend: false },
  },
  'lease-forever': {
    what: 'what a process has claimed stays its own, though it dies',
    laws: { ...LAWS, leasesEnd: false },
  },
  'flush-forgets': {
    what: 'gates that were kept back are not stored before offsets are committed',
    laws: { ...LAWS, flushBeforeOffsets: false },
  },
  'apply-late-answer': {
    what: 'the answer to a charge counts although its void is on the way',
    laws: { ...withServices({ payment: withLateCharges }), lateAnswersDropped: false },
  },
}
