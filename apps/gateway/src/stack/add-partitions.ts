import { MAX_PARTITIONS } from '@bistro/client/control'
import { allTopics } from '@bistro/events'
import { Closed, Problem, problemResponses } from '@bistro/kit/http'
import Type from 'typebox'
import type { OpenPart } from '../parts.ts'
import { act } from './stack.ts'

/** Adds partitions to a topic. The stack does it as the admin: the gateway's own user may change nothing. */
export const addPartitions: OpenPart = ({ settings: { BISTRO_CONTROL_SOCKET: socket }, logger }) => ({
  addRoutes: (api) => {
    const schema = {
      tags: ['stack'],
      summary: 'Gives a topic more partitions while it is in use',
      'x-bistro-role': 'operator',
      params: Closed({ topic: Type.String() }),
      body: Closed({ partitions: Type.Integer({ minimum: 1, maximum: MAX_PARTITIONS }) }),
      response: {
        202: Closed({}),
        ...problemResponses({ 404: 'unknown-topic', 409: ['not-this-machine', 'not-possible'] }),
      },
    } as const
    api.post('/api/partitions/:topic', { schema }, async ({ params: { topic }, body: { partitions } }, reply) => {
      if (!allTopics.includes(topic))
        throw new Problem(404, 'unknown-topic', `There is no topic ${topic}; there is ${allTopics.join(', ')}.`)
      logger.info({ topic, partitions }, 'an operator adds partitions')
      await act(socket, { action: 'partition', topic, partitions })
      return reply.code(202).send({})
    })
  },
})
