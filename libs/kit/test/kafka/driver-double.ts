import type {
  Admin,
  Consumer,
  ConsumerConfig,
  ConsumerRunConfig,
  EachBatchPayload,
  Kafka,
  TopicPartitionOffset,
} from 'kafkajs'

type Payload = { error?: Error; memberAssignment?: Record<string, number[]> }
type Handler = (event: { payload: Payload }) => void

const DEALT = { t: [0] }

/** Stands in for the driver's consumer: a test says what is fetched, and what happens to the group. */
class ConsumerDouble {
  readonly config: ConsumerConfig
  readonly committed: TopicPartitionOffset[] = []
  readonly sought: TopicPartitionOffset[] = []
  disconnected = false
  readonly #handlers = new Map<string, Handler>()
  readonly #refusal: Error | undefined
  #run: ConsumerRunConfig | undefined

  constructor(config: ConsumerConfig, refusal?: Error) {
    this.config = config
    this.#refusal = refusal
  }

  on(name: string, handler: Handler): void {
    this.#handlers.set(name, handler)
  }

  emit(name: string, error?: Error): void {
    this.#handlers.get(`consumer.${name}`)?.({ payload: { error, memberAssignment: DEALT } })
  }

  async connect(): Promise<void> {
    if (this.#refusal) throw this.#refusal
  }

  async subscribe(): Promise<void> {}

  async run(config: ConsumerRunConfig): Promise<void> {
    this.#run = config
    this.emit('group_join')
  }

  seek(position: TopicPartitionOffset): void {
    this.sought.push(position)
  }

  async commitOffsets(offsets: readonly TopicPartitionOffset[]): Promise<void> {
    this.committed.push(...offsets)
  }

  async disconnect(): Promise<void> {
    this.disconnected = true
  }

  /** One batch, as a fetch hands it over. */
  async fetch(offsets: readonly number[], more: Partial<EachBatchPayload> & { unreadable?: object } = {}) {
    const resolved: string[] = []
    const messages = offsets.map((offset) => ({ offset: String(offset), value: null, headers: {} }))
    const [firstOffset, lastOffset] = [() => String(offsets[0]), () => String(offsets.at(-1))]
    const payload = {
      batch: { topic: 't', partition: 0, messages, firstOffset, lastOffset, unreadable: more.unreadable },
      heartbeat: async () => {},
      resolveOffset: (offset: string) => resolved.push(offset),
      ...more,
    }
    await this.#run?.eachBatch?.(payload as unknown as EachBatchPayload)
    return resolved
  }
}

/** What the broker says of the one partition there is. */
export interface Broker {
  low: number
  high: number
  /** By the group; -1 for nothing. */
  committed: number
}

const adminOf = (broker: Broker): Admin =>
  ({
    connect: async () => {},
    disconnect: async () => {},
    fetchOffsets: async () => [{ topic: 't', partitions: [{ partition: 0, offset: String(broker.committed) }] }],
    fetchTopicOffsets: async () => [{ partition: 0, low: String(broker.low), high: String(broker.high) }],
  }) as unknown as Admin

/** A client whose consumers are doubles, one for each time that the group is joined; `refusals` fail the first attempts. */
export function doubleClient(
  refusals: readonly (Error | undefined)[] = [],
  broker: Broker = { low: 0, high: 100, committed: -1 },
) {
  const consumers: ConsumerDouble[] = []
  const consumer = (config: ConsumerConfig): Consumer => {
    const double = new ConsumerDouble(config, refusals[consumers.length])
    consumers.push(double)
    return double as unknown as Consumer
  }
  return { consumers, client: { consumer, admin: () => adminOf(broker) } as unknown as Kafka }
}
