import { join } from 'node:path'
import type { BrokerName } from '@bistro/client/names'
import { type StackContext, together } from '../context.ts'
import type { InfrastructurePart } from '../infrastructure.ts'
import { ROOT } from '../paths.ts'
import { brokersOf } from '../settings.ts'
import { asUser, bootstrapOf, loginOf } from './kafka-clients.ts'
import { nodeIdOf } from './kafka-properties.ts'
import { createTopics } from './kafka-topics.ts'

export const HEAP_MEGABYTES = 320
export const LOGGING = join(ROOT, 'stack', 'config', 'kafka-log4j2.yaml')

/** With three brokers, each record is on all, and safe when two have it: any one may go. */
const REPLICATED = { replicationFactor: 3, minInSyncReplicas: 2 }
const SINGLE = { replicationFactor: 1, minInSyncReplicas: 1 }

/** Brings up the brokers with their users, topics and access rules. Idempotent: what is there is kept. */
export async function startKafka(
  context: StackContext,
  partOf: (broker: BrokerName) => InfrastructurePart,
): Promise<void> {
  const brokers = brokersOf(context.settings)
  const [first] = brokers
  if (first) await partOf(first).fetch()
  await context.progress.during('kafka', bootstrapOf(context), async () => {
    await together(
      context,
      brokers.map(async (broker) => context.supervisor.launch(await partOf(broker).prepare(), context.signal)),
    )
    const corrected = await createTopics({
      admin: loginOf(context, 'admin'),
      reader: loginOf(context, 'reader'),
      ...(brokers.length > 1 ? REPLICATED : SINGLE),
      signal: context.signal,
    })
    for (const text of corrected) context.progress.note(`corrected: ${text}`)
  })
}

/** Whether a broker takes requests, and the controller counts it among the living; throws while it does not. */
export const brokerAnswers = (context: StackContext, broker: BrokerName): Promise<boolean> =>
  asUser(loginOf(context, 'admin', [broker]), async (admin) =>
    (await admin.describeCluster()).brokers.some(({ nodeId }) => nodeId === nodeIdOf(broker)),
  ).catch((error: unknown) => {
    // The driver gives no answer where a topic has lost its leader, which says nothing of this broker.
    if (isLeaderless(error)) return true
    throw error
  })

const isLeaderless = (error: unknown): boolean =>
  (error as { type?: string }).type === 'LEADER_NOT_AVAILABLE' ||
  (error instanceof Error && error.cause !== undefined && isLeaderless(error.cause))
