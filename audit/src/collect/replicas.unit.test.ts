import { type Codec, sourceOf, topics } from '@bistro/events'
import { expect, it } from 'vitest'
import { Publication } from './publication.ts'
import { Replicas } from './replicas.ts'
import type { ServiceLook } from './service-look.ts'

const look = (name: 'order' | 'payment') =>
  ({ name, views: [], publications: new Map([[topics[name], new Publication(name)]]) }) as unknown as ServiceLook

const record = (topic: string, source: string) => ({
  topic,
  partition: 0,
  offset: '7',
  key: 's1',
  headers: { ce_source: source, ce_subject: 's1', ce_sequence: '1', ce_id: 'id1', ce_type: 'OrderRequested' },
  value: Buffer.from('bytes'),
})

async function faultsOf(topic: string, source: string): Promise<string[]> {
  const looks = [look('order'), look('payment')]
  await new Replicas(looks, {} as Codec).take(record(topic, source))
  return looks.flatMap(({ publications }) =>
    [...publications.values()].flatMap((publication) =>
      publication.faults(new Set()).map(({ service, fault }) => `${service}: ${fault}`),
    ),
  )
}

it('a record that its service has not stored is more than it may publish', async () =>
  expect(await faultsOf(topics.payment, sourceOf('payment'))).toEqual(['payment: extra']))

it("a record in another service's name is a stray of the topic's owner", async () =>
  expect(await faultsOf(topics.payment, sourceOf('order'))).toEqual(['payment: stray']))
