import Type from 'typebox'
import type { FaultPlan } from '../faults/index.ts'
import type { Trouble } from '../runtime/health.ts'
import { Broken, brokenBody } from './faults.ts'
import { tryLater } from './problem.ts'
import { Closed, problemResponses, TroubleBody } from './schemas.ts'
import type { Api } from './types.ts'

/** What `/metrics` shows; prom-client's `Registry` is one. */
export interface Metrics {
  readonly contentType: string
  metrics(): Promise<string>
}

const tags = ['operations']
const config = { tokens: false, open: true }
const Unavailable = Type.Array(TroubleBody, { description: 'What is unavailable to the service, longest first' })
const Live = Closed({ status: Type.String() })
const Ready = Closed({
  status: Type.String(),
  unavailable: Unavailable,
  faults: Type.Optional({ ...Broken, description: 'What is broken on purpose; absent where that is not allowed' }),
})

/** A service's readiness. */
export interface State {
  /** Why it is not ready; undefined when it is. */
  readonly notReady: string | undefined
  /** What is unavailable, since when. Some of its work may wait for that although it is ready. */
  readonly unavailable: readonly Trouble[]
  /** What is broken on purpose; undefined where that is not allowed. */
  readonly faults?: FaultPlan | undefined
}

export function addHealth(api: Api, state: () => State): void {
  const live = {
    tags,
    summary: 'Is the process alive?',
    'x-bistro-role': 'operator',
    response: { 200: Live },
  } as const
  api.get('/health/live', { schema: live, config }, async () => ({ status: 'live' }))
  const ready = {
    tags,
    summary: 'Can it do its work?',
    'x-bistro-role': 'operator',
    response: { 200: Ready, ...problemResponses({ 503: 'not-ready' }) },
  } as const
  api.get('/health/ready', { schema: ready, config }, async () => {
    const { notReady, unavailable, faults } = state()
    const more = { unavailable: [...unavailable], ...(faults && { faults: brokenBody(faults) }) }
    if (notReady !== undefined) throw tryLater(503, 'not-ready', notReady, more)
    return { status: 'ready', ...more }
  })
}

export function addMetrics(api: Api, metrics: Metrics): void {
  const schema = {
    tags,
    summary: 'Metrics in the format of Prometheus',
    'x-bistro-role': 'operator',
    response: { 200: { description: 'Metrics', content: { 'text/plain': { schema: Type.String() } } } },
  } as const
  api.get('/metrics', { schema, config }, async (_request, reply) => {
    reply.type(metrics.contentType)
    return reply.send(await metrics.metrics())
  })
}
