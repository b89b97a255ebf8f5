import { consumerFaults, readContract, received, SAMPLE } from '@bistro/events/contract'
import { type Cases, fieldsRead, madeOf, NOTHING, react, story } from '@bistro/kit/testing'
import { describe, expect, test } from 'vitest'
import { consumes } from '../../src/consumes.ts'
import { createService } from '../../src/service.ts'
import type { Command } from '../../src/shipment/index.ts'
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

describe.each(received(readContract(), consumes))('given $type v$version', ({ type, data }) => {
  const { when, leadsTo } = cases[type as keyof typeof consumes]

  test('it does what it should', () => {
    expect(react(service, { type, data }, when)).toEqual({ ...NOTHING, ...leadsTo })
  })

  test('it reads the fields that it declares, all of them', () => {
    expect(fieldsRead(service, { type, data }, when)).toEqual([...consumes[type as keyof typeof consumes]].sort())
  })
})

test('shipping can read all that it needs', () => {
  expect(consumerFaults(readContract(), 'shipping', consumes)).toEqual([])
})
