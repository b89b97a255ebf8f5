import { type Arranged, arrange, call, ORDINARY, reserve } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { post } from '../support/http.ts'
import { plainClient } from '../support/records.ts'
import { asOperator } from '../support/requests.ts'
import { textIn } from '../support/sagas.ts'

const SAGAS = 8
const SETTLED = { timeout: 40_000, interval: 500 }
const RESERVATIONS = 'bistro.reservation.v1'
const GUEST = { ...ORDINARY, seatsOfEvening: 1_000, creditLimitCents: 1_000_000_000 }

// A stack of its own: a group's offsets are moved in it.
describe('offsets that somebody has moved to the end', () => {
  let own: HostedStack
  let arranged: Arranged

  beforeAll(async () => {
    own = await startHostedStack()
    arranged = await arrange(own.manifest, GUEST)
  })
  afterAll(() => own?.stop())

  it('while order was down: it reads what it has not stored, says so, and all sagas end', async () => {
    const { url } = own.manifest.services.order
    // Something of each topic is stored: where nothing is, a service reads from the beginning anyway.
    const before = textIn(await reserve(own.manifest, arranged, GUEST), 'orderId')
    await expect.poll(() => statusOf(before), SETTLED).toBe('delivered')
    await askStack(own.controlSocket, { action: 'stop', name: 'order' })
    const answers = await Promise.all(Array.from({ length: SAGAS }, () => reserve(own.manifest, arranged, GUEST)))
    await moveToTheEnd()
    await askStack(own.controlSocket, { action: 'start', name: 'order' })
    const orders = answers.map((answer) => textIn(answer, 'orderId'))
    await expect.poll(() => Promise.all(orders.map(statusOf)), SETTLED).toEqual(orders.map(() => 'delivered'))
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toMatch(/^bistro_rereads_total\{topic="bistro\.reservation\.v1",why="ahead"\} [1-9]/m)
  })

  it('an operator has a topic read again, and only one that the service reads', async () => {
    const { url } = own.manifest.services.order
    expect((await post(`${url}/reread`, { topic: RESERVATIONS }, asOperator(own.manifest))).status).toBe(202)
    const count = async () => await (await fetch(`${url}/metrics`)).text()
    await expect
      .poll(count, SETTLED)
      .toMatch(/^bistro_rereads_total\{topic="bistro\.reservation\.v1",why="asked"\} 1$/m)
    expect((await post(`${url}/reread`, { topic: 'bistro.order.v1' }, asOperator(own.manifest))).status).toBe(404)
    expect((await call(`${url}/parked`, { operatorToken: own.manifest.operator.token })).body.items).toEqual([])
  })

  const statusOf = async (orderId: string): Promise<unknown> =>
    (await call(`${own.manifest.services.order.url}/orders/${orderId}`)).body.status

  async function moveToTheEnd(): Promise<void> {
    const { kafka, services } = own.manifest
    const admin = plainClient(kafka.bootstrap, kafka.admin, 5).admin()
    await admin.connect()
    try {
      const ends = await admin.fetchTopicOffsets(RESERVATIONS)
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }))
      await admin.setOffsets({ groupId: services.order.kafka.group, topic: RESERVATIONS, partitions })
    } finally {
      await admin.disconnect()
    }
  }
})
