/** What of a saga's steps can be undone or kept, and by which events. */
interface Step {
  readonly what: string
  /** An event that takes the step. */
  readonly done: string
  readonly undone: Readonly<Record<string, string>>
}

const STEPS: readonly Step[] = [
  {
    what: 'seats',
    done: 'ReservationHeld',
    undone: { ReservationExpired: 'free again', ReservationCancelled: 'free again' },
  },
  { what: 'credit', done: 'CreditReserved', undone: { CreditReleased: 'released' } },
  {
    what: 'deposit',
    done: 'PaymentRequested',
    undone: {
      PaymentRefunded: 'refunded',
      PaymentRefundFailed: 'not refunded yet: the provider refuses; it is retried, or on the operator’s list',
      PaymentFailed: 'not charged',
    },
  },
  {
    what: 'parcel',
    done: 'ShipmentScheduled',
    undone: { ShipmentCancelled: 'cancelled before dispatch', ShipmentFailed: 'not delivered' },
  },
]

/** One line for each step that was taken and undone. */
export const undoneIn = (types: ReadonlySet<string>): { what: string; how: string; event: string }[] =>
  STEPS.flatMap(({ what, done, undone }) => {
    const [event, how] = (types.has(done) && Object.entries(undone).find(([type]) => types.has(type))) || []
    return event && how ? [{ what, how, event }] : []
  })

const MONEY_BACK = ['PaymentRefunded', 'PaymentRefundFailed']

/** The events that must still come after a saga's end, given those that have come; each by one of its names. */
export function stillToCome(types: ReadonlySet<string>): string[] {
  const follows = (when: boolean, ...events: readonly string[]): string[] =>
    when && !events.some((type) => types.has(type)) ? [events.join(' or ')] : []
  if (types.has('OrderDelivered')) return follows(types.has('CreditReserved'), 'CreditDebited')
  if (!types.has('OrderCancelled')) return []
  const isCaptured = types.has('PaymentProcessed') || types.has('RefundRequested')
  return [
    ...follows(types.has('ReservationHeld'), 'ReservationCancelled', 'ReservationExpired'),
    ...follows(types.has('CreditReserved'), 'CreditReleased'),
    ...follows(types.has('PaymentRequested') && !isCaptured, 'PaymentFailed'),
    ...follows(isCaptured, ...MONEY_BACK),
  ]
}
