import type { Manifest, ServiceName } from '@bistro/client'
import { topicOf } from '@bistro/events'
import { Random } from '@bistro/kit/faults'
import type { Admin } from 'kafkajs'
import { withAdmin } from '../stack/kafka.ts'
import { persistently } from '../stack/persistently.ts'
import { type Begin, NOTHING_TO_UNDO } from '../world.ts'
import { pausing } from './pauses.ts'

/** How long a service stays stopped while another fault keeps the broker unavailable. */
const PATIENCE_MS = 15_000
const ADDED = 1
const MOST_PARTITIONS = 16

/** The broker changes offsets only of a group without members; so the service shuts down, and starts afterwards. */
const whileStopped =
  (change: (admin: Admin, group: string, random: Random) => Promise<void>): Begin =>
  async ({ processes, manifest }, { target, draw }) => {
    const service = target as ServiceName
    const { group } = manifest.services[service].kafka
    await processes.stop(service)
    try {
      await persistently(() => withAdmin(manifest, (admin) => change(admin, group, new Random(draw))), PATIENCE_MS)
    } finally {
      await processes.start(service)
    }
    return NOTHING_TO_UNDO
  }

async function setBack(admin: Admin, groupId: string, random: Random): Promise<void> {
  for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
    const earlier = partitions
      .filter(({ offset }) => Number(offset) > 0)
      .map(({ partition, offset }) => ({ partition, offset: String(random.between(0, Number(offset) - 1)) }))
    if (earlier.length > 0) await admin.setOffsets({ groupId, topic, partitions: earlier })
  }
}

/** Skips the records that arrived since the service stopped, as if another consumer had read them. */
async function moveToTheEnd(admin: Admin, groupId: string): Promise<void> {
  for (const { topic } of await admin.fetchOffsets({ groupId })) {
    const ends = await admin.fetchTopicOffsets(topic)
    await admin.setOffsets({
      groupId,
      topic,
      partitions: ends.map(({ partition, high }) => ({ partition, offset: high })),
    })
  }
}

async function addPartitions(manifest: Manifest, service: ServiceName): Promise<void> {
  const topic = topicOf(service, 1)
  await withAdmin(manifest, async (admin) => {
    const [found] = (await admin.fetchTopicMetadata({ topics: [topic] })).topics
    const count = (found?.partitions.length ?? 0) + ADDED
    if (count <= MOST_PARTITIONS) await admin.createPartitions({ topicPartitions: [{ topic, count }] })
  })
}

export const kafka: Readonly<Record<string, Begin>> = {
  'broker killed': async ({ processes }) => {
    await processes.kill('kafka')
    return () => processes.start('kafka')
  },
  'broker paused': pausing(),
  'partitions added': async ({ manifest }, { target }) => {
    await addPartitions(manifest, target as ServiceName)
    return NOTHING_TO_UNDO
  },
  'offsets deleted': whileStopped(async (admin, group) => void (await admin.deleteGroups([group]))),
  'offsets set back': whileStopped(setBack),
  'offsets moved to the end': whileStopped(moveToTheEnd),
}
