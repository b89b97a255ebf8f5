import { randomUUID } from 'node:crypto'
import { arrange, readEvents, reserve, watchSagas } from '@bistro/client'
import { CUSTOMER_HISTORY } from '@bistro/events'
import { dataOf } from '@bistro/http-client'
import type { Consumer } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { begin } from '../support/command-line.ts'
import { gatewayOf } from '../support/door.ts'
import { plainClient } from '../support/records.ts'
import { CROWD, endOf, textIn } from '../support/sagas.ts'
import { dataDir, manifest } from '../support/shared-stack.ts'

const ORDERS = 5
const PATIENCE = { timeout: 30_000, interval: 50 }
/** It writes, and dies before it commits. */
const NEVER = ['--every', '600000']
const SOON = ['--every', '10']

/** The deliveries on the topic, as somebody sees them who reads along. */
class Topic {
  readonly #consumer: Consumer
  readonly #times = new Map<string, number>()

  constructor(readUncommitted: boolean) {
    this.#consumer = plainClient(manifest.kafka.bootstrap, manifest.kafka.reader, 5).consumer({
      ...{ groupId: `reader.history-${randomUUID()}`, maxWaitTimeInMs: 100, readUncommitted },
    })
  }

  async read(): Promise<void> {
    await this.#consumer.connect()
    await this.#consumer.subscribe({ topic: CUSTOMER_HISTORY, fromBeginning: true })
    await this.#consumer.run({
      autoCommit: false,
      eachMessage: async ({ message: { headers } }) => {
        if (String(headers?.ce_type) !== 'bistro.order.OrderDelivered') return
        const order = String(headers?.ce_subject)
        this.#times.set(order, (this.#times.get(order) ?? 0) + 1)
      },
    })
  }

  timesOf = (orders: readonly string[]): readonly number[] => orders.map((order) => this.#times.get(order) ?? 0)

  close = (): Promise<void> => this.#consumer.disconnect()
}

describe('the stream processor is killed after it has written and before it has committed', () => {
  const written = new Topic(true)
  const committed = new Topic(false)

  beforeAll(async () => {
    await Promise.all([written.read(), committed.read()])
  })
  afterAll(async () => {
    await Promise.all([written.close(), committed.close()])
  })

  it('with transactions: whoever reads what is committed sees each outcome once', async () => {
    const { guest, orders } = await deliver()
    for (const times of [1, 2])
      await killed('transactions', () => expect.poll(() => written.timesOf(orders), PATIENCE).toEqual(each(times)))
    expect(committed.timesOf(orders)).toEqual(each(0))
    const last = begin({ dataDir }, 'history', '--delivery', 'transactions', ...SOON)
    await expect.poll(() => committed.timesOf(orders), PATIENCE).toEqual(each(1))
    expect(written.timesOf(orders)).toEqual(each(3))
    await expect.poll(async () => historyOf(guest), PATIENCE).toMatchObject({ items: { length: ORDERS }, copies: 0 })
    expect(await last.interrupt()).toBe(0)
  })

  it('without: each outcome comes again, and the gate of the gateway drops the copies', async () => {
    const { guest, orders } = await deliver()
    for (const times of [1, 2])
      await killed('at-least-once', () => expect.poll(() => committed.timesOf(orders), PATIENCE).toEqual(each(times)))
    const last = begin({ dataDir }, 'history', ...SOON)
    await expect.poll(() => committed.timesOf(orders), PATIENCE).toEqual(each(3))
    // Of each order, its confirmation and its delivery came twice too often.
    await expect
      .poll(async () => historyOf(guest), PATIENCE)
      .toMatchObject({ items: { length: ORDERS }, copies: 2 * 2 * ORDERS })
    expect(await last.interrupt()).toBe(0)
  })

  it('there is one at a time: a second one ends the first', async () => {
    const first = begin({ dataDir }, 'history')
    await expect.poll(() => first.output(), PATIENCE).toContain('Ctrl-C stops it')
    const second = begin({ dataDir }, 'history')
    expect(await first.ended).toBe(1)
    expect(first.output()).toContain('Another npm run history has taken over')
    expect(await second.interrupt()).toBe(0)
  })
})

/** Orders of one guest, delivered. */
async function deliver(): Promise<{ guest: string; orders: readonly string[] }> {
  const events = await readEvents(manifest)
  try {
    const sagas = watchSagas(events)
    const arranged = await arrange(manifest, CROWD)
    const answers = await Promise.all(Array.from({ length: ORDERS }, () => reserve(manifest, arranged, CROWD)))
    for (const answer of answers) expect(await endOf(sagas, textIn(answer, 'reservationId'))).toBe('OrderDelivered')
    return { guest: arranged.customerId, orders: answers.map((answer) => textIn(answer, 'orderId')) }
  } finally {
    await events.close()
  }
}

/** A processor that does not live to commit. */
async function killed(delivery: string, hasWritten: () => Promise<unknown>): Promise<void> {
  const processor = begin({ dataDir }, 'history', '--delivery', delivery, ...NEVER)
  await hasWritten()
  await processor.kill()
  expect(processor.output()).not.toMatch(/[1-9]\d* commits/)
}

const each = (times: number): readonly number[] => Array.from({ length: ORDERS }, () => times)

const historyOf = async (customerId: string) =>
  dataOf(gatewayOf(manifest).GET('/api/customers/{customerId}/history', { params: { path: { customerId } } }))
