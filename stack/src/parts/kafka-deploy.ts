import type { StackContext } from '../context.ts'
import { loginOf } from './kafka-clients.ts'
import { createTopics } from './kafka-topics.ts'

/** Creates the topics of this stack's one broker, and its access rules. */
export const deployTopics = (context: StackContext): Promise<void> =>
  createTopics({
    admin: loginOf(context, 'admin'),
    reader: loginOf(context, 'reader'),
    replicationFactor: 1,
    minInSyncReplicas: 1,
    signal: context.signal,
  })
