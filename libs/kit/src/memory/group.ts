import type { Clock } from '../runtime/clock.ts'
import type { SubscriptionOptions } from '../runtime/log.ts'
import { Member, type Membership } from './member.ts'
import type { Partition } from './partition.ts'

/** A group's members and offsets. Each partition is read by one member. */
export class Group implements Membership {
  readonly clock: Clock
  readonly committed = new Map<Partition, number>()
  readonly partitionsOf: Membership['partitionsOf']
  readonly #members = new Map<Member, SubscriptionOptions>()

  constructor(clock: Clock, partitionsOf: Membership['partitionsOf']) {
    this.clock = clock
    this.partitionsOf = partitionsOf
  }

  /** Resolves when the new member has its partitions. */
  async join(options: SubscriptionOptions): Promise<Member> {
    const member = new Member(options, this)
    this.#members.set(member, options)
    await this.#assign().get(member)
    return member
  }

  /** Removes the member with this subscription as if it had crashed. */
  lose(options: SubscriptionOptions): void {
    for (const [member, theirs] of this.#members) {
      if (theirs !== options) continue
      member.end()
      this.leave(member)
    }
  }

  leave(member: Member): void {
    if (this.#members.delete(member)) void this.assign().catch(() => undefined)
  }

  /** Assigns partitions round robin; another member may reread a batch that is in progress. */
  async assign(): Promise<void> {
    await Promise.all(this.#assign().values())
  }

  #assign(): Map<Member, Promise<void>> {
    const hands = new Map([...this.#members.keys()].map((member): [Member, Partition[]] => [member, []]))
    const topics = new Set([...this.#members.values()].flatMap((options) => options.topics))
    for (const topic of topics) {
      const readers = [...this.#members].flatMap(([member, options]) =>
        options.topics.includes(topic) ? [member] : [],
      )
      for (const [index, partition] of this.partitionsOf(topic).entries())
        hands.get(readers[index % readers.length]!)!.push(partition)
    }
    return new Map([...hands].map(([member, partitions]) => [member, member.assign(partitions)]))
  }

  wake(): void {
    for (const member of this.#members.keys()) member.wake()
  }
}
