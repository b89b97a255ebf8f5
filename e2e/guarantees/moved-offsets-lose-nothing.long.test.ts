import { type Arranged, arrange, ORDINARY, operatorRoutesOf, reserve, routesOf } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { dataOf } from '@bistro/http-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { metricsOf } from '../support/metrics.ts'
import { plainClient } from '../support/records.ts'
import { textIn } from '../support/sagas.ts'
import { WITHOUT_CONSOLE } from '../support/without-console.ts'

const SAGAS = 8
const SETTLED = { timeout: 40_000, interval: 500 }
const RESERVATIONS = 'bistro.reservation.v1'
const GUEST = { ...ORDINARY, seatsOfEvening: 1_000, creditLimitCents: 1_000_000_000 }

const byPartition = (one: { partition: number }, other: { partition: number }): number =>
  one.partition - other.partition

// A stack of its own: a group's offsets are moved in it.
describe('offsets that somebody has moved to the end', () => {
  let own: HostedStack
  let arranged: Arranged

  beforeAll(async () => {
    own = await startHostedStack({ settings: WITHOUT_CONSOLE })
    arranged = await arrange(own.manifest, GUEST)
  })
  afterAll(() => own?.stop())

  it('while order was down: it reads what it has not stored, says so, and all sagas end', async () => {
    // Something of each topic is stored: where nothing is, a service reads from the beginning anyway.
    const before = textIn(await reserve(own.manifest, arranged, GUEST), 'orderId')
    await expect.poll(() => statusOf(before), SETTLED).toBe('delivered')
    await askStack(own.controlSocket, { action: 'stop', name: 'order' })
    const answers = await Promise.all(Array.from({ length: SAGAS }, () => reserve(own.manifest, arranged, GUEST)))
    await moveToTheEnd()
    await askStack(own.controlSocket, { action: 'start', name: 'order' })
    const orders = answers.map((answer) => textIn(answer, 'orderId'))
    await expect.poll(() => Promise.all(orders.map(statusOf)), SETTLED).toEqual(orders.map(() => 'delivered'))
    expect(await metricsOf(own.manifest, 'order')).toMatch(
      /^bistro_rereads_total\{topic="bistro\.reservation\.v1",why="ahead"\} [1-9]/m,
    )
  })

  it('an operator has a topic read again, and only one that the service reads', async () => {
    const routes = operatorRoutesOf(own.manifest, 'order')
    const reread = async (topic: string) => (await routes.POST('/reread', { body: { topic } })).response.status
    expect(await reread(RESERVATIONS)).toBe(202)
    await expect
      .poll(() => metricsOf(own.manifest, 'order'), SETTLED)
      .toMatch(/^bistro_rereads_total\{topic="bistro\.reservation\.v1",why="asked"\} 1$/m)
    expect(await reread('bistro.order.v1')).toBe(404)
    expect((await dataOf(routes.GET('/parked'))).items).toEqual([])
  })

  const statusOf = async (orderId: string): Promise<unknown> =>
    (await dataOf(routesOf(own.manifest, 'order').GET('/orders/{id}', { params: { path: { id: orderId } } }))).status

  async function moveToTheEnd(): Promise<void> {
    const { kafka, services } = own.manifest
    const admin = plainClient(kafka.bootstrap, kafka.admin, 5).admin()
    await admin.connect()
    try {
      const ends = await admin.fetchTopicOffsets(RESERVATIONS)
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }))
      const groupId = services.order.kafka.group
      // The driver joins the group to do so, and now and then leaves it without having committed.
      const moved = async () => {
        await admin.setOffsets({ groupId, topic: RESERVATIONS, partitions })
        const [topic] = await admin.fetchOffsets({ groupId, topics: [RESERVATIONS] })
        return topic?.partitions.map(({ partition, offset }) => ({ partition, offset })).toSorted(byPartition)
      }
      await expect.poll(moved, SETTLED).toEqual(partitions.toSorted(byPartition))
    } finally {
      await admin.disconnect()
    }
  }
})
