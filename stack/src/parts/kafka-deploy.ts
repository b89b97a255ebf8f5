import { setTimeout as delay } from 'node:timers/promises'
import { allTopics, PARTITIONS, topics } from '@bistro/events'
import type { StackContext } from '../context.ts'
import { StackError } from '../errors.ts'
import { accessRules } from './kafka-access.ts'
import { withAdmin } from './kafka-clients.ts'

const KEEP_FOR_EVER = '-1'
const RULES_POLL_MS = 20
const RULES_TIMEOUT_MS = 10_000

/** Creates the topics that are not there yet, and the access rules. Topics are made here and nowhere else. */
export async function deployTopics(context: StackContext): Promise<void> {
  const wanted = allTopics.map((topic) => ({
    topic,
    numPartitions: PARTITIONS,
    replicationFactor: 1,
    configEntries: [{ name: 'retention.ms', value: KEEP_FOR_EVER }],
  }))
  await withAdmin(context, 'admin', async (admin) => {
    const existing = await admin.listTopics()
    const missing = wanted.filter(({ topic }) => !existing.includes(topic))
    if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: true })
    await admin.createAcls({ acl: accessRules() })
  })
  await untilRulesHold(context)
}

/**
 * The broker answers before its rules are in force; they come into force together, so the last one stands for all.
 * Asking for a group's offsets also makes the broker create its internal topic now, not when the first service comes.
 */
async function untilRulesHold(context: StackContext): Promise<void> {
  const deadline = Date.now() + RULES_TIMEOUT_MS
  while (!(await mayReaderRead(context))) {
    context.signal.throwIfAborted()
    if (Date.now() > deadline)
      throw new StackError('The access rules of the broker did not come into force.', 'npm start')
    await delay(RULES_POLL_MS)
  }
}

async function mayReaderRead(context: StackContext): Promise<boolean> {
  try {
    await withAdmin(context, 'reader', async (admin) => {
      await admin.fetchTopicMetadata({ topics: [topics.shipping] })
      await admin.fetchOffsets({ groupId: 'first', topics: [topics.shipping] })
    })
    return true
  } catch {
    return false
  }
}
