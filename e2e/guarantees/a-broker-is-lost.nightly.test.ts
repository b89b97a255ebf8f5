import { setTimeout as delay } from 'node:timers/promises'
import { audit } from '@bistro/audit'
import { type Arranged, arrange, call, reserve } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { allTopics, topics } from '@bistro/events'
import type { Admin, PartitionMetadata } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { plainClient } from '../support/records.ts'
import { CROWD, textIn } from '../support/sagas.ts'
import { WITHOUT_CONSOLE } from '../support/without-console.ts'

const SAGAS = 40
const PACE_MS = 100
const SETTLED = { timeout: 60_000, interval: 500 }
const ALL = [1, 2, 3]
/** The first is the controller; these can be missed. */
const LOSABLE = { 2: 'kafka-2', 3: 'kafka-3' } as const

// A stack of its own: it has three brokers.
describe('a topic on three brokers', () => {
  let own: HostedStack
  let arranged: Arranged
  let admin: Admin

  beforeAll(async () => {
    own = await startHostedStack({ settings: { ...WITHOUT_CONSOLE, BISTRO_BROKERS: '3' } })
    arranged = await arrange(own.manifest, CROWD)
    // Of the controller's broker, which stays.
    const [first = ''] = own.manifest.kafka.bootstrap.split(',')
    admin = plainClient(first, own.manifest.kafka.admin, 5).admin()
    await admin.connect()
  })
  afterAll(async () => {
    await admin?.disconnect()
    await own?.stop()
  })

  it('loses its leader under load: another leads, all sagas end, the replicas are in sync again, the audit is clean', async () => {
    expect(await inSync()).toEqual(new Set(['1,2,3']))
    const node = await leaderOf(topics.order)
    const guests = guestsCome()
    await askStack(own.controlSocket, { action: 'kill', name: LOSABLE[node] })
    const left = ALL.filter((one) => one !== node).join()
    await expect.poll(inSync, SETTLED).toEqual(new Set([left]))
    expect((await partitionsOf([topics.order])).map(({ leader }) => leader)).not.toContain(node)
    const early = (await guests).map((answer) => textIn(answer, 'orderId'))
    await expect.poll(() => endedOf(early), SETTLED).toBe(SAGAS)

    await askStack(own.controlSocket, { action: 'start', name: LOSABLE[node] })
    await expect.poll(inSync, SETTLED).toEqual(new Set(['1,2,3']))
    const late = (await guestsCome()).map((answer) => textIn(answer, 'orderId'))
    await expect.poll(() => endedOf(late), SETTLED).toBe(SAGAS)
    const { findings, progress } = await audit(own.manifest)
    expect(findings.flatMap(({ violations }) => violations)).toEqual([])
    expect(progress.settled).toHaveLength(2 * SAGAS)
  })

  const guestsCome = () =>
    Promise.all(
      Array.from({ length: SAGAS }, async (_, index) => {
        await delay(index * PACE_MS)
        return reserve(own.manifest, arranged, CROWD)
      }),
    )

  /** The sets of replicas in sync that there are, whatever the partition. */
  const inSync = async (): Promise<Set<string>> => new Set((await partitionsOf(allTopics)).map(isrOf))

  /** The one of the brokers that can be missed that leads a partition of the topic. */
  async function leaderOf(topic: string): Promise<2 | 3> {
    const leaders = (await partitionsOf([topic])).map(({ leader }) => leader)
    return leaders.includes(3) ? 3 : 2
  }

  const partitionsOf = async (names: readonly string[]): Promise<PartitionMetadata[]> =>
    (await admin.fetchTopicMetadata({ topics: [...names] })).topics.flatMap(({ partitions }) => partitions)

  const isrOf = ({ isr }: PartitionMetadata): string => isr.toSorted((one, other) => one - other).join()

  async function endedOf(orders: readonly string[]): Promise<number> {
    const { url } = own.manifest.services.order
    const answers = await Promise.all(orders.map((order) => call(`${url}/orders/${order}`)))
    return answers.filter(({ body }) => body.status === 'delivered').length
  }
})
