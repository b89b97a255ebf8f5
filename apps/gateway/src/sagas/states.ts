import { SERVICES, type ServiceName } from '@bistro/services'
import type { SagaDetail } from '../contract/index.ts'
import type { SeenEvent } from '../projection/seen.ts'
import { withoutSecrets } from '../secrets.ts'
import type { Services } from '../services.ts'

type States = SagaDetail['states']

interface Stream {
  readonly streamId: string
  readonly aggregate: string
  readonly version: number
  readonly state: unknown
  readonly substates?: Readonly<Record<string, unknown>>
}

/** Each service's stream of the saga, folded by the service itself: now, or as of a past moment. */
export async function statesOf(
  services: Pick<Services, 'get'>,
  events: readonly SeenEvent[],
  at?: string,
): Promise<{ states: States; unavailable: string[] }> {
  const streams = streamsOf(events)
  const unavailable: string[] = []
  const entries = await Promise.all(
    SERVICES.map(async (service): Promise<[string, States[string]]> => {
      const stream = streams.get(service)
      if (stream === undefined) return [service, null]
      try {
        const query = at === undefined ? '' : `?at=${encodeURIComponent(at)}`
        const found = await services.get<Stream>(service, `/streams/${stream}${query}`)
        return [service, found ? pick(found, events) : null]
      } catch {
        unavailable.push(service)
        return [service, null]
      }
    }),
  )
  return { states: Object.fromEntries(entries), unavailable }
}

/** The stream of each service that the saga has moved. */
export const streamsOf = (events: readonly SeenEvent[]): ReadonlyMap<ServiceName, string> =>
  new Map(
    events.flatMap(({ service, stream, version }) => {
      const name = SERVICES.find((known) => known === service)
      return name && version > 0 ? [[name, stream] as const] : []
    }),
  )

/** Keyed sub-states are shown with the state, those of this saga: of an account, the credit of this order. */
function pick(stream: Stream, events: readonly SeenEvent[]): NonNullable<States[string]> {
  const { streamId, aggregate, version, state, substates } = stream
  const isPlain = typeof state === 'object' && state !== null && !Array.isArray(state)
  const own = new Set(events.flatMap(({ stream, saga }) => [stream, saga]))
  const ofSaga = Object.fromEntries(Object.entries(substates ?? {}).filter(([key]) => own.has(key)))
  const shown = substates && isPlain ? { ...state, substates: ofSaga } : state
  return { streamId, aggregate, version, state: withoutSecrets(shown) }
}
