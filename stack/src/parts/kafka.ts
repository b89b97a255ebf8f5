import { join } from 'node:path'
import type { StackContext } from '../context.ts'
import type { InfrastructurePart } from '../infrastructure.ts'
import { ROOT } from '../paths.ts'
import { addressOf } from '../ports.ts'
import { asUser, loginOf } from './kafka-clients.ts'
import { createTopics } from './kafka-topics.ts'

export const HEAP_MEGABYTES = 320
export const LOGGING = join(ROOT, 'stack', 'config', 'kafka-log4j2.yaml')

/** Brings up the broker with its users, topics and access rules. Idempotent: what is there is kept. */
export async function startKafka(context: StackContext, part: InfrastructurePart): Promise<void> {
  await part.fetch()
  await context.progress.during('kafka', addressOf('kafka', context.portBase), async () => {
    await context.supervisor.launch(await part.prepare(), context.signal)
    const corrected = await createTopics({
      admin: loginOf(context, 'admin'),
      reader: loginOf(context, 'reader'),
      replicationFactor: 1,
      minInSyncReplicas: 1,
      signal: context.signal,
    })
    for (const text of corrected) context.progress.note(`corrected: ${text}`)
  })
}

/** Whether the broker takes requests; throws while it does not. */
export const brokerAnswers = (context: StackContext): Promise<boolean> =>
  asUser(loginOf(context, 'admin'), async (admin) => (await admin.describeCluster()).brokers.length === 1)
