import { setTimeout as delay } from 'node:timers/promises'
import { type KafkaLogin, readersGroup } from '@bistro/client'
import { StackError } from '@bistro/client/errors'
import { allTopics, CUSTOMER_HISTORY, EVENING_BOARD, PARTITIONS } from '@bistro/events'
import { correctRules } from './kafka-access.ts'
import { asUser } from './kafka-clients.ts'
import { correctQuotas } from './kafka-quotas.ts'
import { correctTopics, entriesOf, snapshotSettings, topicSettings } from './topic-settings.ts'

/** All that keep everything. */
const KEEPING_TOPICS = [...allTopics, CUSTOMER_HISTORY]
/** Whichever: rules come into force together. */
const FIRST_TOPIC = allTopics[0] ?? ''
const RULES_POLL_MS = 20
const RULES_TIMEOUT_MS = 30_000

export interface TopicsPlan {
  readonly admin: KafkaLogin
  readonly reader: KafkaLogin
  readonly replicationFactor: number
  /** So many brokers must have a record before its producer is told that it is safe. */
  readonly minInSyncReplicas: number
  readonly signal?: AbortSignal
}

/**
 * Creates the topics that are not there yet, the access rules and the quotas. Topics are made here and nowhere else; one that has
 * been set otherwise since is set right.
 * @returns what had to be set right
 */
export async function createTopics(plan: TopicsPlan): Promise<string[]> {
  const settings = topicSettings(plan.minInSyncReplicas)
  const snapshots = snapshotSettings(plan.minInSyncReplicas)
  const { replicationFactor } = plan
  const wanted = [
    ...KEEPING_TOPICS.map((topic) => ({ topic, numPartitions: PARTITIONS, configEntries: entriesOf(settings) })),
    // One partition: a reader finds the position after the snapshots that it speaks of.
    { topic: EVENING_BOARD, numPartitions: 1, configEntries: entriesOf(snapshots) },
  ].map((topic) => ({ ...topic, replicationFactor }))
  const corrected = await asUser(plan.admin, async (admin) => {
    const existing = await admin.listTopics()
    const missing = wanted.filter(({ topic }) => !existing.includes(topic))
    if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: true })
    const known = KEEPING_TOPICS.filter((topic) => existing.includes(topic))
    const board = existing.includes(EVENING_BOARD) ? [EVENING_BOARD] : []
    return [
      ...(await correctRules(admin)),
      ...(await correctQuotas(admin)),
      ...(await correctTopics(admin, known, settings)),
      ...(await correctTopics(admin, board, snapshots)),
    ]
  })
  await untilRulesHold(plan)
  return corrected
}

/**
 * The broker answers before its rules are in force; they come into force together, so the last one stands for all.
 * Asking for a group's offsets also makes the broker create its internal topic now, not when the first service comes.
 */
async function untilRulesHold({ reader, signal }: TopicsPlan): Promise<void> {
  const deadline = Date.now() + RULES_TIMEOUT_MS
  while (!(await mayReaderRead(reader))) {
    signal?.throwIfAborted()
    if (Date.now() > deadline)
      throw new StackError(
        `The access rules of the broker were not in force within ${RULES_TIMEOUT_MS / 1000} s.`,
        'npm start',
      )
    await delay(RULES_POLL_MS)
  }
}

async function mayReaderRead(reader: KafkaLogin): Promise<boolean> {
  try {
    await asUser(reader, async (admin) => {
      await admin.fetchTopicMetadata({ topics: [FIRST_TOPIC] })
      await admin.fetchOffsets({ groupId: readersGroup('first'), topics: [FIRST_TOPIC] })
    })
    return true
  } catch {
    return false
  }
}
