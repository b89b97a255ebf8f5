import { boardOf, eveningsOf } from './data/evenings.ts'
import { asidesOf, commandOf, detailOf, eventsOf } from './data/events.ts'
import { historyOf } from './data/history.ts'
import { orderId, reservationId } from './data/ids.ts'
import { attentionOf, overviewOf } from './data/overview.ts'
import { has, type Saga } from './data/sagas.ts'
import { listed, sagaDetailOf } from './data/summary.ts'
import { movesOf, partitionsOf, placementOf, processesOf, viewsOf } from './data/system.ts'
import { TOPOLOGY } from './data/topology.ts'
import type { FakeState } from './state.ts'

export interface Asked {
  readonly state: FakeState
  readonly query: URLSearchParams
  /** The parts of the path that the route names. */
  readonly ids: readonly string[]
  readonly isOperator: boolean
}

/** A status and a body; a problem where the status is 400 or more. */
export interface Reply {
  readonly status: number
  readonly body: unknown
}

export const OPERATOR_TOKEN = 'fake-operator'

const ok = (body: unknown): Reply => ({ status: 200, body })
export const problem = (status: number, slug: string, title: string, detail: string): Reply => ({
  status,
  body: { type: `https://bistro.example/problems/${slug}`, title, status, detail },
})
const unknown = (what: string) =>
  problem(404, `unknown-${what}`, `Unknown ${what}`, `There is no ${what} with this id.`)
const badId = () => problem(400, 'invalid-request', 'Invalid request', 'The id is not a UUID in lower case.')
const operatorsOnly = problem(401, 'unauthenticated', 'Operators only', "This route requires the operator's token.")

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const PAGE = 20

export const READS: readonly (readonly [RegExp, (asked: Asked) => Reply])[] = [
  [/^\/api\/sagas$/, sagaPage],
  [
    /^\/api\/sagas\/([^/]+)$/,
    ({ ids, state, query }) =>
      withSaga(ids[0]!, state, (saga) => ok(sagaDetailOf(saga, Date.now(), query.get('at') ?? undefined))),
  ],
  [
    /^\/api\/sagas\/([^/]+)\/events\/([^/]+)$/,
    ({ ids, state }) =>
      withSaga(ids[0]!, state, (saga) => {
        const event = eventsOf(saga, Date.now()).find(({ id }) => id === ids[1])
        return event ? ok(detailOf(event)) : unknown('event')
      }),
  ],
  [/^\/api\/sagas\/([^/]+)\/commands$/, ({ ids, state }) => withSaga(ids[0]!, state, (saga) => ok(commandsOf(saga)))],
  [/^\/api\/overview$/, ({ state }) => ok({ ...overviewOf(state.shown, Date.now(), state.faults), ...state.extra })],
  [/^\/api\/topology$/, () => ok(TOPOLOGY)],
  [
    /^\/api\/customers\/([^/]+)\/history$/,
    ({ ids, state }) => (UUID.test(ids[0]!) ? ok(historyOf(state.shown, ids[0]!, Date.now())) : badId()),
  ],
  [/^\/api\/board$/, () => ok(boardOf(Date.now()))],
  [
    /^\/api\/attention$/,
    ({ state, isOperator }) =>
      isOperator
        ? ok(state.actions.left(attentionOf(state.shown, Date.now(), state.extra.unavailable as [] | undefined)))
        : operatorsOnly,
  ],
  [
    /^\/api\/views$/,
    ({ state, isOperator }) =>
      isOperator ? ok(state.actions.rebuilt(viewsOf(Date.now()), Date.now())) : operatorsOnly,
  ],
  [/^\/api\/([a-z]+)\/commands$/, trailOf],
  [/^\/api\/partitions$/, ({ state }) => ok(partitionsOf(state.partitions))],
  [
    /^\/api\/partitions\/placement$/,
    ({ query }) => ok(placementOf(query.get('key') ?? '', Number(query.get('partitions') ?? 6))),
  ],
  [/^\/api\/partitions\/moves$/, ({ query }) => ok(movesOf(Number(query.get('from')), Number(query.get('to'))))],
  [/^\/api\/faults$/, ({ state }) => ok(state.faults)],
  [/^\/api\/processes$/, ({ state }) => ok(processesOf(state.stopped))],
  [
    /^\/api\/reservation\/evenings$/,
    ({ state }) => ok({ items: state.mode === 'empty' ? [] : eveningsOf(Date.now()) }),
  ],
]

function trailOf({ state, ids: [service], isOperator }: Asked): Reply {
  if (!isOperator) return operatorsOnly
  return ok({ items: state.actions.trail.filter((command) => command.service === service) })
}

function withSaga(id: string, { shown }: FakeState, answer: (saga: Saga) => Reply): Reply {
  if (!UUID.test(id)) return badId()
  const saga = shown.find(({ number }) => reservationId(number) === id || orderId(number) === id)
  return saga ? answer(saga) : unknown('saga')
}

function commandsOf(saga: Saga) {
  const nowMs = Date.now()
  const events = eventsOf(saga, nowMs)
  const byId = new Map(events.map((event) => [event.id, event]))
  const items = events.map((event) => commandOf(event, byId.get(event.causationId ?? '')))
  return { items: [...items, ...asidesOf(saga, events, nowMs)], unavailable: [] }
}

function sagaPage({ state, query }: Asked): Reply {
  const nowMs = Date.now()
  const statuses = query.get('status')?.split(',')
  const fits = (saga: Saga): boolean => {
    if (query.has('q') && !has(saga, query.get('q')!)) return false
    if (query.has('customerId') && saga.customer !== query.get('customerId')) return false
    if (query.has('eveningId') && saga.evening !== query.get('eveningId')) return false
    if (query.has('since') && saga.startedMs < Date.parse(query.get('since')!)) return false
    if (!statuses && !query.has('reason')) return true
    const { status, stuck, reason } = listed(saga, nowMs)
    if (query.has('reason') && reason !== query.get('reason')) return false
    return !statuses || statuses.includes(status) || (stuck && statuses.includes('stuck'))
  }
  const from = state.shown.findIndex(({ number }) => reservationId(number) === query.get('after')) + 1
  const limit = Number(query.get('limit') ?? PAGE)
  const found: Saga[] = []
  for (const saga of state.shown.slice(from)) if (fits(saga) && found.push(saga) > limit) break
  const page = found.slice(0, limit)
  return ok({
    items: page.map((saga) => listed(saga, nowMs)),
    ...(found.length > limit ? { next: reservationId(page.at(-1)!.number) } : {}),
  })
}
