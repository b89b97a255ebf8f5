import { createWrittenReader } from '@bistro/events'
import { expect, it } from 'vitest'
import { seenFrom } from '../src/projection/seen.ts'
import { statesOf } from '../src/sagas/states.ts'
import type { Services } from '../src/services.ts'
import { DELIVERED, idOf, sagaRecords } from './sagas.ts'

const reader = createWrittenReader()
const events = sagaRecords({ types: DELIVERED.slice(0, 4) }).map((record) =>
  seenFrom(record, reader, '2030-05-01T12:01:00.000Z'),
)
const orderId = events.find(({ service }) => service === 'order')!.stream
const streamsOf: Record<string, object> = {
  order: { streamId: orderId, aggregate: 'order', version: 2, state: { status: 'requested', cardToken: 'tok_ok' } },
  customer: {
    ...{ streamId: idOf('customer of saga'), aggregate: 'account', version: 9, state: { name: 'Ada' } },
    substates: { [orderId]: { credit: 'reserved' }, [idOf('order of another saga')]: { credit: 'released' } },
  },
}
const services = { get: async (service: string) => streamsOf[service] } as unknown as Pick<Services, 'get'>

it('a saga shows no card token, and nothing of the other sagas of its guest', async () => {
  const { states } = await statesOf(services, events)
  expect(states.order?.state).toEqual({ status: 'requested', cardToken: '(secret)' })
  expect(states.customer?.state).toEqual({ name: 'Ada', substates: { [orderId]: { credit: 'reserved' } } })
})
