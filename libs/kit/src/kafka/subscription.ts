import type { Kafka } from 'kafkajs'
import type { Subscription, SubscriptionOptions } from '../runtime/log.ts'
import { mapError } from './errors.ts'
import { Lasting } from './lasting.ts'
import { GroupMember } from './member.ts'
import { reread } from './reread.ts'
import { GroupWatch } from './watch.ts'

/** How a process takes part in its group. */
export interface Membership {
  readonly client: Kafka
  /** `group.instance.id`: unique, and the same after a restart. Without it a restarted process is a new member. */
  readonly instance?: string
  readonly metadataMaxAge: number
}

/** Joins, and rejoins whenever the driver gives up: the cause may be over. */
export async function subscribe(membership: Membership, options: SubscriptionOptions): Promise<Subscription> {
  const watch = new GroupWatch(options.health, 'the consumer group')
  const member = new Lasting({
    watch,
    open: async () => {
      const member = new GroupMember(membership, options, watch)
      await member.join()
      return member
    },
    onFenced: options.onCrash,
  })
  await member.open()
  const closing = new AbortController()
  const rereading = new Set<Promise<void>>()
  return {
    get membership() {
      return watch.membership
    },
    close: async () => {
      closing.abort()
      await Promise.allSettled([...rereading])
      await member.close()
    },
    reread: async (topic) => {
      const reading = reread(membership.client, options, topic, closing.signal)
      rereading.add(reading)
      try {
        await reading
      } catch (error) {
        throw mapError(error)
      } finally {
        rereading.delete(reading)
      }
    },
  }
}
