import type { Api } from '@bistro/kit/http'
import { SERVICES, type ServiceName } from '@bistro/services'
import { Views } from './contract/index.ts'
import type { Services } from './services.ts'

type View = Omit<Views['items'][number], 'service'>

/** How long ago the oldest record was written that a service has yet to read; undefined where it is not known. */
export type LagOf = (service: ServiceName) => number | undefined

/** The views of all services, as each lists its own. For operators: differences show whole rows, addresses among them. */
export function addViewsRoute(api: Api, services: Services, lagOf: LagOf): void {
  const schema = {
    tags: ['views'],
    summary: 'Lists the views of all services',
    'x-bistro-role': 'operator',
    response: { 200: Views },
  } as const
  api.get('/api/views', { schema }, async (): Promise<Views> => {
    const answers = await Promise.all(
      SERVICES.map(async (service) => ({
        service,
        answer: await services.get<{ items: readonly View[] }>(service, '/views').catch(() => undefined),
      })),
    )
    return {
      items: answers.flatMap(
        ({ service, answer }) => answer?.items.map((view) => ({ service, ...withLag(view, lagOf(service)) })) ?? [],
      ),
      unavailable: answers.flatMap(({ service, answer }) => (answer ? [] : [service])),
    }
  })
}

/** A service does not know how far the log has gone on; the gateway does. What the service says counts more. */
const withLag = (view: View, lagSeconds: number | undefined): View =>
  lagSeconds === undefined ? view : { lagSeconds, ...view }
