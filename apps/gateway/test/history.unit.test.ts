import { CUSTOMER_HISTORY } from '@bistro/events'
import type { RawRecord } from '@bistro/kit'
import { createMemoryLog } from '@bistro/kit/memory'
import { Health, SILENT_LOGGER } from '@bistro/kit/runtime'
import { expect, test } from 'vitest'
import { History } from '../src/history/history.ts'
import { openHistory } from '../src/history/part.ts'
import { openTestGateway } from './gateway.ts'
import { orderCancelled, readBytes, recordOf, uuid } from './live/records.ts'

const [ORDER, OTHER, RESERVATION, GUEST] = [uuid(9), uuid(10), uuid(1), uuid(7)]
const AT_MS = Date.parse('2030-05-01T18:00:00.000Z')

const delivered = (order: string, version: number, atMs: number) =>
  recordOf(
    'OrderDelivered',
    {
      ...{ orderId: order, reservationId: RESERVATION, customerId: GUEST },
      balance: { amount: 100, currency: 'EUR' },
    },
    { stream: order, version, atMs },
  )

function historyAfter(...records: readonly RawRecord[]) {
  const history = new History(readBytes)
  history.take(records)
  return history.of(GUEST)
}

test('an order has one row, of its latest event, and the newest order comes first', () => {
  const { items, copies } = historyAfter(
    orderCancelled(RESERVATION, { stream: ORDER, version: 4, atMs: AT_MS }),
    delivered(OTHER, 8, AT_MS + 1),
  )
  expect(copies).toBe(0)
  expect(items).toEqual([
    { ...row(OTHER, 8, 1), outcome: 'delivered' },
    { ...row(ORDER, 4, 0), outcome: 'cancelled', reason: 'payment_failed' },
  ])
})

test('what a processor writes again after a crash changes nothing, and is counted', () => {
  const records = [delivered(ORDER, 8, AT_MS), delivered(OTHER, 8, AT_MS + 1)]
  const { items, copies } = historyAfter(...records, ...records, ...records)
  expect(items).toEqual(historyAfter(...records).items)
  expect(copies).toBe(4)
})

test('a record that is no event, and one of another guest, are not the guest’s', () => {
  const strange = { ...delivered(ORDER, 8, AT_MS), headers: {} }
  expect(historyAfter(strange)).toEqual({ customerId: GUEST, items: [], copies: 0 })
  const history = new History(readBytes)
  history.take([delivered(ORDER, 8, AT_MS)])
  expect(history.of(uuid(99)).items).toEqual([])
})

test('it reads its topic from the beginning', async () => {
  const log = createMemoryLog({ topics: [CUSTOMER_HISTORY], partitions: 1 })
  await log.send(CUSTOMER_HISTORY, [{ key: GUEST, ...delivered(ORDER, 8, AT_MS) }])
  const history = new History(readBytes)
  await history.start(log, new Health(SILENT_LOGGER))
  await expect.poll(() => history.of(GUEST).items).toHaveLength(1)
  await history.stop()
})

test('without Kafka there is no topic to read, and the route has nothing to tell', async () => {
  await using gateway = await openTestGateway([openHistory])
  const ask = async (id: string) => (await fetch(`${gateway.url}/api/customers/${id}/history`)).json()
  expect(await ask(GUEST)).toEqual({ customerId: GUEST, items: [], copies: 0 })
  expect(await ask('nobody')).toMatchObject({ status: 400 })
})

function row(orderId: string, version: number, laterMs: number) {
  return { orderId, reservationId: RESERVATION, at: new Date(AT_MS + laterMs).toISOString(), version }
}
