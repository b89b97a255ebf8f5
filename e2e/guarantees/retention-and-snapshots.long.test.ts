import { audit, forgetEvening, publishBoard, readBoard, replay } from '@bistro/audit'
import { type Arranged, arrange, call, reserve } from '@bistro/client'
import { topics } from '@bistro/events'
import type { Admin } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { plainClient } from '../support/records.ts'
import { CROWD, textIn } from '../support/sagas.ts'
import { WITHOUT_CONSOLE } from '../support/without-console.ts'

const SETTLED = { timeout: 60_000, interval: 300 }

// A stack of its own: records are deleted in it, as a finite retention would.
describe('a topic that does not keep everything', () => {
  let own: HostedStack
  let first: Arranged
  let second: Arranged

  beforeAll(async () => {
    own = await startHostedStack({ settings: WITHOUT_CONSOLE })
    ;[first, second] = await Promise.all([arrange(own.manifest, CROWD), arrange(own.manifest, CROWD)])
  })
  afterAll(() => own?.stop())

  it('costs a new reader its past, unless snapshots on a compacted topic have it', async () => {
    await Promise.all([deliver(first, 5), deliver(second, 3)])
    const owner = own.manifest.services.reservation.kafka
    expect(await publishBoard(own.manifest, owner)).toMatchObject({ evenings: 2 })
    await deliver(second, 2)
    const before = await board('events')
    expect(before).toEqual([await seatsOf(first), await seatsOf(second)].toSorted(byId))
    expect(await board('snapshots')).toEqual(before)

    expect(await publishBoard(own.manifest, owner)).toMatchObject({ evenings: 1 })
    // Two records have the key of the second evening until compaction comes by: the last one counts.
    expect((await readBoard(own.manifest, 'snapshots')).snapshots).toBe(5)
    expect((await audit(own.manifest)).findings.flatMap(({ violations }) => violations)).toEqual([])

    await deleteRecords()
    expect(await board('events')).toEqual([])
    expect((await replay(own.manifest, 'order', 'evenings')).differences).toHaveLength(2)
    expect(await board('snapshots')).toEqual(before)

    await deliver(first, 1)
    expect(await board('snapshots')).toEqual([await seatsOf(first), await seatsOf(second)].toSorted(byId))
    await forgetEvening(own.manifest, owner, second.eveningId)
    expect(await board('snapshots')).toEqual([await seatsOf(first)])
  })

  it('refuses to go on from snapshots that end before the oldest event that is left', async () => {
    await deleteRecords()
    await expect(board('snapshots')).rejects.toThrow(/begins at \d+; the records from \d+ on are deleted/)
  })

  const byId = (one: { eveningId: string }, other: { eveningId: string }): number =>
    one.eveningId.localeCompare(other.eveningId)

  async function board(from: 'snapshots' | 'events') {
    const { evenings } = await readBoard(own.manifest, from)
    return evenings.rows.map(({ eveningId, held, confirmed }) => ({ eveningId, held, confirmed })).toSorted(byId)
  }

  /** What the service itself says. */
  async function seatsOf({ eveningId }: Arranged) {
    const { body } = await call(`${own.manifest.services.reservation.url}/evenings/${eveningId}`)
    return { eveningId, held: body.held, confirmed: body.confirmed }
  }

  /** Reserves so often; resolves when each is delivered, and its events are on the topics. */
  async function deliver(arranged: Arranged, times: number): Promise<void> {
    const answers = await Promise.all(Array.from({ length: times }, () => reserve(own.manifest, arranged, CROWD)))
    const { url } = own.manifest.services.order
    const statusOf = async (order: string) => (await call(`${url}/orders/${order}`)).body.status
    for (const answer of answers)
      await expect.poll(() => statusOf(textIn(answer, 'orderId')), SETTLED).toBe('delivered')
  }

  async function deleteRecords(): Promise<void> {
    const { bootstrap, admin: login } = own.manifest.kafka
    const admin: Admin = plainClient(bootstrap, login, 5).admin()
    await admin.connect()
    try {
      const ends = await admin.fetchTopicOffsets(topics.reservation)
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }))
      await admin.deleteTopicRecords({ topic: topics.reservation, partitions })
    } finally {
      await admin.disconnect()
    }
  }
})
