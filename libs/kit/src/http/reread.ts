import Type from 'typebox'
import { Problem } from './problem.ts'
import { Closed, problemResponses } from './schemas.ts'
import type { RouteContext } from './types.ts'

const Reread = Closed({ topic: Type.String({ minLength: 1, maxLength: 249 }) })

/** For an operator who knows that messages were missed. */
export function addRereadRoute({ api, runtime }: Pick<RouteContext, 'api' | 'runtime'>): void {
  api.post(
    '/reread',
    {
      config: {
        tokens: false,
        example: async () => ({ body: { topic: runtime.service.subscribes[0] ?? '' } }),
      },
      schema: {
        tags: ['parked messages'],
        summary:
          'Starts rereading a topic from its oldest record to its newest; messages already applied change nothing',
        'x-bistro-role': 'operator',
        body: Reread,
        response: { 202: Closed({}), ...problemResponses({ 404: 'unknown-topic' }) },
      },
    },
    async ({ body: { topic } }, reply) => {
      if (!(await runtime.reread(topic)))
        throw new Problem(
          404,
          'unknown-topic',
          `${runtime.service.name} does not read this topic. It reads ${runtime.service.subscribes.join(', ')}.`,
        )
      return reply.code(202).send({})
    },
  )
}
