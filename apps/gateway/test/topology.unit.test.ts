import { services } from '@bistro/saga'
import { expect, it } from 'vitest'
import { topologyOf } from '../src/topology/topology.ts'

const topology = topologyOf(Object.values(services))
const placeOf = (name: string) => topology.services.find(({ service }) => service === name)

it('says of each service what it publishes, acts on and undoes', () => {
  expect(placeOf('customer')).toMatchObject({
    topics: ['bistro.customer.v1'],
    publishes: expect.arrayContaining(['CreditReserved', 'CreditReleased']),
    acts: expect.arrayContaining(['OrderCancelled']),
    undoes: ['CreditReleased'],
  })
  expect(placeOf('reservation')?.undoes).toContain('ReservationCancelled')
  expect(placeOf('payment')?.undoes).toContain('PaymentRefunded')
})
