import { SERVICES } from '@bistro/services'
import { Views } from './contract/index.ts'
import type { OpenPart } from './parts.ts'

interface Answer {
  readonly items: readonly Omit<Views['items'][number], 'service'>[]
}

/** The views of all services, as each lists its own. For operators: differences show whole rows, addresses among them. */
export const openViews: OpenPart = ({ services }) => ({
  addRoutes: (api) => {
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
          answer: await services.get<Answer>(service, '/views').catch(() => undefined),
        })),
      )
      return {
        items: answers.flatMap(({ service, answer }) => answer?.items.map((view) => ({ service, ...view })) ?? []),
        unavailable: answers.flatMap(({ service, answer }) => (answer ? [] : [service])),
      }
    })
  },
})
