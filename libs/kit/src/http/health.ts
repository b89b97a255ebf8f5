import Type from 'typebox'
import type { Trouble } from '../runtime/health.ts'
import { tryLater } from './problem.ts'
import { Closed, problemResponses } from './schemas.ts'
import type { Api } from './types.ts'

/** What `/metrics` shows; prom-client's `Registry` is one. */
export interface Metrics {
  readonly contentType: string
  metrics(): Promise<string>
}

const tags = ['operations']
const config = { tokens: false }
const State = Closed({ status: Type.String() })

/** Why a service is not ready. */
export interface NotReady {
  readonly detail: string
  /** What it lacks, since when. */
  readonly unavailable: readonly Trouble[]
}

/** @param notReady undefined when it is */
export function addHealth(api: Api, notReady: () => NotReady | undefined): void {
  const live = {
    tags,
    summary: 'Is the process alive?',
    'x-bistro-role': 'operator',
    response: { 200: State },
  } as const
  api.get('/health/live', { schema: live, config }, async () => ({ status: 'live' }))
  const ready = {
    tags,
    summary: 'Can it do its work?',
    'x-bistro-role': 'operator',
    response: { 200: State, ...problemResponses({ 503: 'not-ready' }) },
  } as const
  api.get('/health/ready', { schema: ready, config }, async () => {
    const reason = notReady()
    if (reason) throw tryLater(503, 'not-ready', reason.detail, { unavailable: reason.unavailable })
    return { status: 'ready' }
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
