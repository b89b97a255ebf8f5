import { type Happened, lackText, type Standing, type Waiting as Waited, waitingIn, waitingText } from '@bistro/audit'
import { ENDING_EVENTS } from '@bistro/oracle'
import { services } from '@bistro/saga'
import { isServiceName, type ServiceName } from '@bistro/services'
import type { Waiting } from '../contract/index.ts'
import type { Asked } from './asked.ts'
import type { Marks } from './marks.ts'
import { isStuck } from './stuck.ts'

/** An event of a saga, as far as waiting needs it. */
export interface Step extends Happened {
  readonly id: string
  readonly causation: string | undefined
  readonly topic: string
  readonly partition: number
  readonly offset: string
}

/** What is known when one saga is looked at. */
export interface Known {
  readonly asked: Asked
  readonly marks: Marks
  /** How far a service has taken a stream, where it was asked for exactly that. */
  readonly gateOf?: (reader: ServiceName, event: Happened) => number | undefined
}

/** What sagas wait for now. The indexes over what the services said are made once. */
export function waitsIn({ asked, marks, gateOf }: Known): (steps: readonly Step[]) => Waiting[] {
  const parked = Map.groupBy(asked.parked, ({ service, stream }) => `${service} ${stream}`)
  return (steps) => {
    const proven = provenBy(steps)
    const places = new Map(steps.map((step) => [placeOf(step), step]))
    const hasRead: Standing['hasRead'] = (reader, event) => {
      if ((proven.get(`${reader} ${event.service} ${event.stream}`) ?? 0) >= event.version) return true
      const gate = gateOf?.(reader, event as Happened)
      if (gate !== undefined) return gate >= event.version
      // A parked message has been read, but not taken.
      if (parked.has(`${reader} ${event.stream}`)) return undefined
      const step = places.get(placeOf(event))
      return step && marks.hasRead(reader, step)
    }
    const standing = standingOf(asked, steps, hasRead)
    const found = waitingIn(standing)(steps).map((waited) => toWaiting(waited, places, { asked, marks }))
    return [...found, ...silent(steps, found, asked)]
  }
}

const placeOf = ({ service, stream, version }: Pick<Happened, 'service' | 'stream' | 'version'>): string =>
  `${service} ${stream} ${version}`

/** An event that caused another one has been taken by the service that published the other one. */
function provenBy(steps: readonly Step[]): ReadonlyMap<string, number> {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const proven = new Map<string, number>()
  for (const { service, causation } of steps) {
    const cause = byId.get(causation ?? '')
    if (!cause || cause.service === service) continue
    const key = `${service} ${cause.service} ${cause.stream}`
    proven.set(key, Math.max(proven.get(key) ?? 0, cause.version))
  }
  return proven
}

/** Only rows of this saga's streams: the lists are long, and the sagas many. */
function standingOf(asked: Asked, steps: readonly Step[], hasRead: Standing['hasRead']): Standing {
  const streams = [...new Set(steps.map(({ stream }) => stream))]
  return {
    nowMs: asked.atMs,
    lacks: asked.lacks,
    pending: streams.flatMap((stream) => asked.pendingOf(stream)),
    parked: streams.flatMap((stream) => asked.parkedOf(stream)),
    hasRead,
  }
}

function toWaiting(
  waited: Waited,
  places: ReadonlyMap<string, Step>,
  { asked, marks }: Pick<Known, 'asked' | 'marks'>,
): Waiting {
  const { event, parked, ...rest } = waited
  const lag = event && lagOf(waited.service, places.get(placeOf(event)), marks)
  const lacking = rest.lacking ?? lag
  const said = { ...waited, ...(lacking !== undefined && { lacking }) }
  return {
    ...rest,
    ...(event && { what: `${rest.what} (${event.service}, version ${event.version})` }),
    ...(lacking !== undefined && { lacking }),
    ...(parked && { parkedId: parked.id }),
    isStuck: isStuck(waited, asked.atMs),
    text: waitingText(said, asked.atMs),
  }
}

function lagOf(reader: ServiceName, step: Step | undefined, marks: Marks): string | undefined {
  const lag = step && marks.lagAt(reader, step)
  return lag ? `${reader} has ${lag === 1 ? '1 message' : `${lag} messages`} of that partition to read` : undefined
}

/** A service of the saga that does not answer, and of whose work nothing else is known. */
function silent(steps: readonly Step[], found: readonly Waiting[], { away, atMs }: Asked): Waiting[] {
  if (steps.some(({ type }) => ENDING_EVENTS.includes(type))) return []
  const involved = new Set(steps.map(({ service }) => service))
  return [...involved].flatMap((service): Waiting[] => {
    const lack = away.get(service)
    if (!lack || found.some((waiting) => waiting.service === service)) return []
    const what = 'its timers and calls, which are not known while it does not answer'
    const since = new Date(lack.sinceMs ?? atMs).toISOString()
    const waited: Waited = { kind: 'consumer', service, what, since, lacking: lackText(lack) }
    return [{ ...waited, isStuck: isStuck(waited, atMs), text: `${service}: ${what}; ${lackText(lack)}` }]
  })
}

/** Events that can be waited for: those of services that the definitions know. */
export const isStep = ({ service }: { readonly service: string }): boolean =>
  isServiceName(service) && Object.hasOwn(services, service)
