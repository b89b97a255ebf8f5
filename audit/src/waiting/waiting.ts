import { topicsOf } from '@bistro/events'
import type { Fact, ParkedFact, PendingFact, Standing } from '@bistro/oracle'
import { ENDING_EVENTS } from '@bistro/oracle'
import { services } from '@bistro/saga'
import { SERVICES, type ServiceName } from '@bistro/services'
import { Lacks } from './lacks.ts'

/** One thing that a saga waits for. */
export interface Waiting {
  /** consumer: a service has yet to read an event · parked: a service has parked a message · outside: news from another system or a person. */
  readonly kind: 'consumer' | 'effect' | 'timer' | 'parked' | 'outside'
  readonly service: ServiceName
  readonly what: string
  /** The event that a consumer has yet to read. */
  readonly event?: Happened
  /** RFC 3339, as `until`. */
  readonly since: string
  /** When the call is tried again, or the timer is due. */
  readonly until?: string
  /** How often the call was tried. */
  readonly attempt?: number
  /** Why the last attempt failed. */
  readonly error?: string
  /** What the work needs and is unavailable. */
  readonly lacking?: string
  /** The message that was parked, as its service lists it. */
  readonly parked?: Pick<ParkedFact, 'id' | 'reason' | 'source'>
}

/** An event as it matters here. */
export type Happened = Pick<Fact, 'service' | 'stream' | 'version' | 'type' | 'timeMs'>

/** Effects that only query another system, with the news that the saga waits for. */
const ASKS: Readonly<Record<string, string>> = { tracking: 'news of the parcel from the carrier' }

/** Returns a function that lists what one saga waits for; the list is empty if nothing is left to do. */
export function waitingIn(standing: Standing): (events: readonly Happened[]) => Waiting[] {
  const pending = Map.groupBy(standing.pending, ({ stream }) => stream)
  const parked = Map.groupBy(standing.parked, ({ stream }) => stream)
  const lacks = new Lacks(standing.lacks)

  return (events) => {
    const streams = [...new Set(events.map(({ stream }) => stream))]
    const rows = streams.flatMap((stream) => pending.get(stream) ?? []).filter((row) => isOwn(row, events))
    const aside = streams.flatMap((stream) => parked.get(stream) ?? []).filter(({ service }) => moves(service))
    const unread = firstUnread(standing, events).map((one) => toUnread(one, aside, lacks))
    const named = new Set(unread.map(({ parked }) => parked?.id))
    const strangers = aside.filter((row) => !named.has(row.id) && concerns(row, events))
    return [
      ...unread,
      ...strangers.map((row) => toParked(row, row.type)),
      ...pendingIn(rows, lacks),
      ...operatorsIn(events, rows),
    ]
  }
}

const isOwn = ({ service, stream }: PendingFact, events: readonly Happened[]): boolean =>
  events.some((event) => event.service === service && event.stream === stream)

/** An account has many sagas: a parked message of the account concerns only sagas whose events are behind it. */
const concerns = ({ source, stream }: ParkedFact, events: readonly Happened[]): boolean =>
  events.some(
    (event) => event.service !== 'customer' && event.stream === stream && source === services[event.service].source,
  )

interface Unread {
  readonly reader: ServiceName
  readonly event: Happened
  /** The reader's database does not respond. */
  readonly isGuess: boolean
}

/** The first event of each stream that a reader has yet to read. For a saga that has ended, nothing is assumed. */
function firstUnread({ hasRead }: Standing, events: readonly Happened[]): Unread[] {
  const isEnded = events.some(({ type }) => ENDING_EVENTS.includes(type))
  const first = new Map<string, Unread>()
  for (const event of events.toSorted((a, b) => a.version - b.version))
    for (const reader of readersOf(event)) {
      const key = `${reader} ${event.service} ${event.stream}`
      const read = hasRead(reader, event)
      if (!first.has(key) && read !== true && (read === false || !isEnded))
        first.set(key, { reader, event, isGuess: read === undefined })
    }
  return [...first.values()]
}

/** No saga waits for a service that publishes nothing: it only watches. */
const moves = (service: ServiceName): boolean => services[service].topic !== undefined

/** Views do not move a saga; policies do. */
const readersOf = ({ type, service }: Happened): readonly ServiceName[] => readers.get(`${service} ${type}`) ?? []

const readers: ReadonlyMap<string, readonly ServiceName[]> = new Map(
  SERVICES.flatMap((publisher) => {
    const mayRead = SERVICES.filter(
      (name) => moves(name) && topicsOf(publisher).some((topic) => services[name].subscribes.includes(topic)),
    )
    const types = new Set(mayRead.flatMap((name) => Object.keys(services[name].policies)))
    return [...types].map((type) => {
      const reading = mayRead.filter((name) => Object.hasOwn(services[name].policies, type))
      return [`${publisher} ${type}`, reading] as const
    })
  }),
)

function toUnread({ reader, event, isGuess }: Unread, parked: readonly ParkedFact[], lacks: Lacks): Waiting {
  const upTo = parked
    .filter(({ service, source, stream, version }) => {
      const isOf = service === reader && source === services[event.service].source && stream === event.stream
      return isOf && version <= event.version
    })
    .sort((a, b) => a.version - b.version)
  // A message that is parked as a gap only waits for an earlier message.
  const obstacle = upTo.find(({ reason }) => reason !== 'gap') ?? upTo[0]
  if (obstacle) return toParked(obstacle, event.type)
  const lacking = lacks.of(reader, event.service)
  const what = isGuess ? `${event.type} (assumed)` : event.type
  return { kind: 'consumer', service: reader, what, event, since: instant(event.timeMs), ...lacking }
}

const toParked = ({ service, type, id, reason, source, error, sinceMs }: ParkedFact, wanted: string): Waiting => ({
  kind: 'parked',
  service,
  what: type === wanted ? type : `${wanted}, behind ${type}`,
  since: instant(sinceMs),
  error: `${reason}: ${error}`,
  parked: { id, reason, source },
})

function pendingIn(rows: readonly PendingFact[], lacks: Lacks): Waiting[] {
  const isQuestion = ({ name }: PendingFact): boolean => Object.hasOwn(ASKS, name)
  const calls = rows.filter((row) => row.kind === 'effect' && !isQuestion(row))
  const timers = rows.filter(({ kind }) => kind === 'timer')
  // Tracking starts only after the booking has succeeded.
  const questions = calls.length > 0 ? [] : rows.filter(isQuestion)
  return [
    ...calls.map((row) => toPending(row, 'effect', `${row.name} at ${calleeOf(row) ?? 'a system outside'}`, lacks)),
    ...questions.map((row) => toPending(row, 'outside', ASKS[row.name] ?? row.name, lacks)),
    ...timers.map((row) => toPending(row, 'timer', `${row.name} timer`, lacks)),
  ]
}

function toPending(row: PendingFact, kind: Waiting['kind'], what: string, lacks: Lacks): Waiting {
  const { service, sinceMs, dueMs, attempt, error } = row
  return {
    kind,
    service,
    what,
    since: instant(sinceMs),
    until: instant(dueMs),
    ...(kind !== 'timer' && { attempt }),
    ...(error !== undefined && { error }),
    // The call's own error says more than the unavailable system.
    ...lacks.of(service, undefined, error === undefined ? calleeOf(row) : undefined),
  }
}

const calleeOf = ({ service, name }: PendingFact): string | undefined =>
  services[service].effects.find((effect) => effect.name === name)?.calls

/** A refund that the provider has refused once too often. */
function operatorsIn(events: readonly Happened[], rows: readonly PendingFact[]): Waiting[] {
  const [last] = events.filter(({ service }) => service === 'payment').sort((a, b) => b.version - a.version)
  if (last?.type !== 'PaymentRefundFailed' || rows.some(({ name }) => name === 'refund')) return []
  return [{ kind: 'outside', service: 'payment', what: OPERATOR, since: instant(last.timeMs), error: REFUSED }]
}

const OPERATOR = 'an operator to retry or settle the refund'
const REFUSED = 'the card provider has refused it for good'

const instant = (ms: number): string => new Date(ms).toISOString()
