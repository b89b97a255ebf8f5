import type { RawRecord } from '../src/model/index.ts'
import type { Codec, Log, Meter, OutgoingRecord, Subscription, SubscriptionOptions } from '../src/runtime/index.ts'
import { jsonCodec } from './library.ts'

/** A log that a test feeds by hand, and that can fail or crash where the test says so. */
export class FakeLog implements Log {
  readonly sent: OutgoingRecord[] = []
  /** Called before each send; throw to fail it. */
  beforeSend: () => void = () => {}
  /** Called after the records are in the log; throw to lose the acknowledgement. */
  afterSend: () => void = () => {}
  #subscriber: SubscriptionOptions | undefined

  /** Where something was sent to. */
  readonly topics: string[] = []

  async send(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    this.beforeSend()
    this.topics.push(topic)
    this.sent.push(...records)
    this.afterSend()
  }

  /** Topics that were asked for once more, and what they bring then. */
  readonly reread: string[] = []
  onTopic: readonly RawRecord[] = []

  async subscribe(options: SubscriptionOptions): Promise<Subscription> {
    this.#subscriber = options
    return {
      membership: { isMember: true, partitions: 1 },
      close: async () => {},
      reread: async (topic) => {
        this.reread.push(topic)
        await options.onBatch(this.onTopic)
      },
    }
  }

  deliver(...records: RawRecord[]): Promise<void> {
    return this.#subscriber?.onBatch(records) ?? Promise.resolve()
  }

  async bounds(): Promise<[]> {
    return []
  }

  flush(): Promise<void> {
    return this.#subscriber?.flush() ?? Promise.resolve()
  }

  async close(): Promise<void> {}
}

export class CountingMeter implements Meter {
  commits = 0
  committed(): void {
    this.commits += 1
  }
  batch(): void {}
  relayed(): void {}
  slotsLost = 0
  slotLost(): void {
    this.slotsLost += 1
  }
  walKept(): void {}
  parked(): void {}
  reread(): void {}
  called(): void {}
  differing = 0
  registryDiffers(schemas: number): void {
    this.differing = schemas
  }
  disbelieved(): void {}
  stands(): void {}
}

class Unlearned extends Error {
  readonly retryable: boolean

  constructor(message: string, retryable = true) {
    super(message)
    this.retryable = retryable
  }
}

/** A codec that has to learn the one schema of all messages from a registry, which is there or not. */
export class LearningCodec implements Codec {
  registry: 'there' | 'away' | 'silent' | 'without it' = 'there'
  asked = 0
  isKnown = false
  differences: readonly string[] = []
  readonly encode = jsonCodec.encode
  readonly translate = jsonCodec.translate
  readonly versionOf = jsonCodec.versionOf

  decode(type: string, bytes: Buffer): unknown {
    if (!this.isKnown) throw new Unlearned('its schema is not known')
    return jsonCodec.decode(type, bytes)
  }

  async prepare(): Promise<void> {
    if (this.isKnown) return
    this.asked += 1
    await this.check()
    if (this.registry === 'without it') throw new Unlearned('there is no such schema', false)
    this.isKnown = true
  }

  async check(): Promise<void> {
    if (this.registry === 'away') throw new Unlearned('the registry is away')
    if (this.registry === 'silent') await new Promise(() => {})
  }

  async compare(): Promise<readonly string[]> {
    await this.check()
    return this.differences
  }
}
