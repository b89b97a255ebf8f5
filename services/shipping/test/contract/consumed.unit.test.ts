import { consumerFaults, readContract, received, SAMPLE } from '@bistro/events/contract'
import { type Cases, madeOf, story } from '@bistro/kit/testing'
import { reactsTo } from '@bistro/kit/testing/contract'
import { describe, expect, test } from 'vitest'
import { consumes } from '../../src/domain/consumes.ts'
import type { Command } from '../../src/domain/shipment/index.ts'
import { createService } from '../../src/service.ts'
import { examples, schedule, shipment } from './examples.ts'

const { orderId, customerId, shipmentId, address } = SAMPLE
const service = createService({ trackingMs: 1 })
const made = madeOf(examples)
const home = { delivery_addresses: { customerId, address } }

const cases: Cases<keyof typeof consumes, Command> = {
  CustomerRegistered: { leadsTo: { rows: home } },
  CustomerAddressChanged: {
    when: { rows: home },
    leadsTo: { rows: { delivery_addresses: { customerId, address: { ...address, line1: '5 quai Conti' } } } },
  },
  OrderConfirmed: {
    when: { rows: home },
    leadsTo: {
      stream: orderId,
      command: schedule,
      events: [{ type: 'ShipmentScheduled', data: made.ShipmentScheduled }],
      rows: { deliveries: { shipmentId, orderId, customerId } },
    },
  },
  OrderCancellationRequested: {
    when: { after: story(shipment, [schedule]) },
    leadsTo: {
      stream: orderId,
      command: { type: 'RequestCancellation' },
      events: [{ type: 'ShipmentCancellationRequested', data: made.ShipmentCancellationRequested }],
    },
  },
}

describe.each(received(readContract(), consumes))('given $type v$version', reactsTo(service, consumes, cases))

test('shipping can read all that it needs', () => {
  expect(consumerFaults(readContract(), 'shipping', consumes)).toEqual([])
})
