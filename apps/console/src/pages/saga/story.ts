import type { SagaCommand, SagaDetail, SagaEvent, Topology } from '@bistro/gateway/contract'

/** What an event is to the reader; each has an icon, a word and a colour. */
export type Role = 'step' | 'failure' | 'undo' | 'ending'

const FAILURES = /(Failed|Refused|Rejected|Expired|Lost)$/
const ENDINGS: readonly string[] = ['OrderDelivered', 'OrderCancelled', 'ReservationRejected']

export function roleOf({ type, compensates }: Pick<SagaEvent, 'type' | 'compensates'>): Role {
  if (compensates !== undefined) return 'undo'
  if (ENDINGS.includes(type)) return 'ending'
  return FAILURES.test(type) ? 'failure' : 'step'
}

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  step: 'step',
  failure: 'failure',
  undo: 'compensation',
  ending: 'ending',
}

export interface Lane {
  readonly service: string
  readonly events: readonly SagaEvent[]
}

/** One lane for each service that has a part in the saga, in the order of the topology; others after them. */
export function lanesOf({ events, states, waitingFor }: SagaDetail, topology: Topology | undefined): Lane[] {
  const known = topology?.services.filter(({ publishes }) => publishes.length > 0).map(({ service }) => service) ?? []
  const begun = Object.keys(states).filter((service) => states[service])
  const present = [...begun, ...[...events, ...waitingFor].map(({ service }) => service)]
  return [...new Set([...known, ...present])].map((service) => ({
    service,
    events: events.filter((event) => event.service === service),
  }))
}

/** Something that lasted, or still lasts: a call to the outside, a timer, or anything that the saga waits for. */
export interface Span {
  readonly key: string
  readonly service: string
  readonly kind: 'call' | 'timer' | 'wait'
  readonly fromMs: number
  /** Absent while it lasts. */
  readonly toMs?: number
  readonly text: string
  readonly isStuck: boolean
}

/** What lasts less is seen from the events alone. */
const SHORTEST_MS = 60

/** What has lasted, from the commands that ended it. */
export function pastSpans(events: readonly SagaEvent[], commands: readonly SagaCommand[]): Span[] {
  const byId = new Map(events.map((event) => [event.id, event]))
  return commands.flatMap(({ id, kind, by, service, events: [first], causedBy, at }) => {
    const isOfCarrier = kind === 'request' && by === 'carrier'
    if (!isOfCarrier && kind !== 'answer' && kind !== 'refusal' && kind !== 'timer') return []
    const event = first === undefined ? undefined : byId.get(first)
    const began = byId.get(causedBy ?? '') ?? events.findLast((each) => each.service === service && each.time < at)
    if (!event || !began) return []
    const fromMs = Date.parse(began.time)
    const toMs = Date.parse(event.time)
    if (toMs - fromMs < SHORTEST_MS) return []
    return {
      key: id,
      service,
      kind: kind === 'timer' ? 'timer' : 'call',
      fromMs,
      toMs,
      text: by,
      isStuck: false,
    } as const
  })
}

export const openSpans = ({ waitingFor, events }: Pick<SagaDetail, 'waitingFor' | 'events'>): Span[] =>
  waitingFor.map((waiting, index) => {
    const { service, text, isStuck, kind, what } = waiting
    const key = `wait-${index}-${service}-${kind}-${what}`
    return { key, service, kind: 'wait', fromMs: beginOf(waiting, events), text, isStuck }
  })

/** The begin of a transaction, by the database's clock, and its event, by the service's, are not further apart. */
const SAME_TRANSACTION_MS = 1000

/** A timer and a call are written with an event of their service: they begin there, and not where the database's clock was. */
function beginOf({ kind, service, since }: SagaDetail['waitingFor'][number], events: readonly SagaEvent[]): number {
  const sinceMs = Date.parse(since)
  if (kind === 'consumer' || kind === 'parked') return sinceMs
  const distance = (ms: number) => Math.abs(ms - sinceMs)
  const times = events.filter((event) => event.service === service).map(({ time }) => Date.parse(time))
  const nearest = times.reduce((best, ms) => (distance(ms) < distance(best) ? ms : best), Number.POSITIVE_INFINITY)
  return distance(nearest) <= SAME_TRANSACTION_MS ? nearest : sinceMs
}

/** Commands that were ignored or rejected: no event came of them. */
export const withoutEvents = (commands: readonly SagaCommand[]): SagaCommand[] =>
  commands.filter(({ outcome }) => outcome !== 'accepted')

/** What a command was, and why nothing came of it. */
export const commandText = ({ type, reason }: SagaCommand): string =>
  reason === undefined ? type : `${type}: ${reason.replaceAll(/[-_]/g, ' ')}`

export const commandOf = (event: SagaEvent, commands: readonly SagaCommand[]): SagaCommand | undefined =>
  commands.find(({ events }) => events.includes(event.id))
