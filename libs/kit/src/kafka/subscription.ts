import type { Kafka } from 'kafkajs'
import type { Subscription, SubscriptionOptions } from '../runtime/log.ts'
import { isFenced, mapError } from './errors.ts'
import { GroupMember } from './member.ts'
import { reread } from './reread.ts'
import { GroupWatch } from './watch.ts'

const BACK_FIRST_MS = 250
const BACK_MAX_MS = 2_000

/** How a process takes part in its group. */
export interface Membership {
  readonly client: Kafka
  /** `group.instance.id`: unique, and the same after a restart. Without it a restarted process is a new member. */
  readonly instance?: string
  readonly metadataMaxAge: number
}

/** Joins, and rejoins whenever the driver gives up: the cause may be over. */
export async function subscribe(membership: Membership, options: SubscriptionOptions): Promise<Subscription> {
  const subscription = new LastingSubscription(membership, options)
  await subscription.open()
  return subscription
}

class LastingSubscription implements Subscription {
  readonly #membership: Membership
  readonly #options: SubscriptionOptions
  readonly #watch: GroupWatch
  #member: GroupMember | undefined
  #comingBack: Promise<void> | undefined
  #isClosing = false
  readonly #closing = new AbortController()
  readonly #rereading = new Set<Promise<void>>()
  #wake = (): void => {}

  constructor(membership: Membership, options: SubscriptionOptions) {
    this.#membership = membership
    this.#options = options
    this.#watch = new GroupWatch(options.health)
  }

  get membership(): Subscription['membership'] {
    return this.#watch.membership
  }

  async open(): Promise<void> {
    await this.#join()
    this.#watch.start()
  }

  async close(): Promise<void> {
    this.#isClosing = true
    this.#wake()
    this.#watch.stop()
    this.#closing.abort()
    await Promise.allSettled(this.#rereading)
    await this.#member?.close()
    await this.#comingBack
  }

  async reread(topic: string): Promise<void> {
    const reading = reread(this.#membership.client, this.#options, topic, this.#closing.signal)
    this.#rereading.add(reading)
    try {
      await reading
    } catch (error) {
      throw mapError(error)
    } finally {
      this.#rereading.delete(reading)
    }
  }

  async #join(): Promise<void> {
    const member = new GroupMember(this.#membership, this.#options, this.#watch)
    await member.join()
    this.#member = member
    void member.ended.then((error) => this.#ended(error))
    if (this.#isClosing) await member.close()
  }

  #ended(error: Error): void {
    this.#member = undefined
    if (this.#isClosing) return
    // Another process has the same group.instance.id. Rejoining would fence that one, and so on in turns.
    if (isFenced(error)) return this.#options.onCrash(mapError(error))
    this.#comingBack = this.#comeBack(error)
  }

  async #comeBack(error: unknown): Promise<void> {
    this.#watch.left(mapError(error).message)
    for (let pause = BACK_FIRST_MS; ; pause = Math.min(2 * pause, BACK_MAX_MS)) {
      await this.#pause(pause)
      if (this.#isClosing) return
      try {
        return await this.#join()
      } catch (cause) {
        if (isFenced(cause)) return this.#options.onCrash(mapError(cause))
        this.#watch.left(mapError(cause).message)
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
      setTimeout(resolve, ms)
    })
  }
}
