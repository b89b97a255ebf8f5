import { topicsOf } from '@bistro/events'
import type { Fact, ParkedFact, PendingFact, Standing } from '@bistro/oracle'
import { ENDING_EVENTS } from '@bistro/oracle'
import { services } from '@bistro/saga'
import { SERVICES, type ServiceName } from '@bistro/services'
import { Lacks } from './lacks.ts'

/** One thing that a saga waits for. */
export interface Waiting {
  /** consumer: a service has yet to read an event · parked: it has set one aside · outside: somebody else's word. */
  readonly kind: 'consumer' | 'effect' | 'timer' | 'parked' | 'outside'
  readonly service: ServiceName
  readonly what: string
  /** RFC 3339, as `until`. */
  readonly since: string
  /** When it is tried again, or falls due. */
  readonly until?: string
  /** How often it was tried. */
  readonly attempt?: number
  /** Why it failed last. */
  readonly error?: string
  /** What is away without which it cannot happen. */
  readonly lacking?: string
  /** The message that was parked, as its service lists it. */
  readonly parked?: Pick<ParkedFact, 'id' | 'reason' | 'source'>
}

/** An event as it matters here. */
export type Happened = Pick<Fact, 'service' | 'stream' | 'version' | 'type' | 'timeMs'>

/** Effects that only ask whether somebody outside has done something, and whose word they stand for. */
const ASKS: Readonly<Record<string, string>> = { tracking: 'news of the parcel from the carrier' }

/** Tells of one saga after the other what it waits for: nothing, where nothing is left to do. */
export function waitingIn(standing: Standing): (events: readonly Happened[]) => Waiting[] {
  const pending = Map.groupBy(standing.pending, ({ stream }) => stream)
  const parked = Map.groupBy(standing.parked, ({ stream }) => stream)
  const lacks = new Lacks(standing.lacks)

  return (events) => {
    const streams = [...new Set(events.map(({ stream }) => stream))]
    const rows = streams.flatMap((stream) => pending.get(stream) ?? []).filter((row) => isOwn(row, events))
    const aside = streams.flatMap((stream) => parked.get(stream) ?? [])
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

/** An account has many sagas: what is parked of it concerns those alone whose events cannot be read for it. */
const concerns = ({ source, stream }: ParkedFact, events: readonly Happened[]): boolean =>
  events.some(
    (event) => event.service !== 'customer' && event.stream === stream && source === services[event.service].source,
  )

interface Unread {
  readonly reader: ServiceName
  readonly event: Happened
  /** Its reader's database does not answer. */
  readonly isGuess: boolean
}

/** The first event of each stream that each of its readers has yet to take. Of a saga that has ended nothing is guessed. */
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

/** Views do not move a saga; policies do. */
const readersOf = ({ type, service }: Happened): readonly ServiceName[] => readers.get(`${service} ${type}`) ?? []

const readers: ReadonlyMap<string, readonly ServiceName[]> = new Map(
  SERVICES.flatMap((publisher) => {
    const mayRead = SERVICES.filter((name) =>
      topicsOf(publisher).some((topic) => services[name].subscribes.includes(topic)),
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
  // What is parked as a gap only waits for what stands before it.
  const obstacle = upTo.find(({ reason }) => reason !== 'gap') ?? upTo[0]
  if (obstacle) return toParked(obstacle, event.type)
  const lacking = lacks.of(reader, event.service)
  const what = isGuess ? `${event.type}, as far as is known` : event.type
  return { kind: 'consumer', service: reader, what, since: instant(event.timeMs), ...lacking }
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
  // Nobody is asked for news before the order itself was taken.
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
    // What a call has met itself is the better word.
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
