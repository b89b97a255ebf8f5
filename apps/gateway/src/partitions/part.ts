import { MAX_PARTITIONS } from '@bistro/client/control'
import { placementOf } from '@bistro/client/partitions'
import { type Api, Closed, problemResponses, Text, tryLater } from '@bistro/kit/http'
import Type from 'typebox'
import { Moves, Partitions, Placement } from '../contract/index.ts'
import type { OpenPart } from '../parts.ts'
import { sharesOf } from './moves.ts'
import { partitionsOf } from './partitions.ts'

const MAX_KEY_CHARACTERS = 1_000
const Count = Type.Integer({ minimum: 1, maximum: MAX_PARTITIONS, description: 'A number of partitions' })
const tags = ['partitions']

/** Where keys go, and who reads which partition. */
export const openPartitions: OpenPart = ({ survey }) => ({
  addRoutes: (api) => {
    addComputed(api)
    const response = { 200: Partitions, ...problemResponses({ 503: 'kafka-unavailable' }) }
    const summary = 'Lists topics, their partitions, and which process reads them, how far'
    api.get('/api/partitions', { schema: { tags, summary, 'x-bistro-role': 'guest', response } }, async () => {
      if (!survey) return { topics: [], most: MAX_PARTITIONS }
      return partitionsOf(survey).catch((error: Error) => {
        throw tryLater(503, 'kafka-unavailable', `Kafka does not answer: ${error.message}`)
      })
    })
  },
})

function addComputed(api: Api): void {
  const placement = {
    tags,
    summary: 'Says where a key goes, step by step',
    'x-bistro-role': 'guest',
    querystring: Closed({ key: Text(MAX_KEY_CHARACTERS), partitions: Count }),
    response: { 200: Placement },
  } as const
  api.get('/api/partitions/placement', { schema: placement }, async ({ query: { key, partitions } }) =>
    placementOf(key, partitions),
  )
  const moves = {
    tags,
    summary: 'Says how many keys move when the number of partitions changes',
    'x-bistro-role': 'guest',
    querystring: Closed({ from: Count, to: Count }),
    response: { 200: Moves },
  } as const
  api.get('/api/partitions/moves', { schema: moves }, async ({ query: { from, to } }) => sharesOf(from, to))
}
