import type {
  Consumer,
  ConsumerConfig,
  ConsumerRunConfig,
  EachBatchPayload,
  Kafka,
  TopicPartitionOffset,
} from 'kafkajs'

type Handler = (event: { payload: { error?: Error } }) => void

/** Stands in for the driver's consumer: a test says what is fetched, and what happens to the group. */
class ConsumerDouble {
  readonly config: ConsumerConfig
  readonly committed: TopicPartitionOffset[] = []
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
    this.#handlers.get(`consumer.${name}`)?.({ payload: { error } })
  }

  async connect(): Promise<void> {
    if (this.#refusal) throw this.#refusal
  }

  async subscribe(): Promise<void> {}

  async run(config: ConsumerRunConfig): Promise<void> {
    this.#run = config
    this.emit('group_join')
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
    const lastOffset = () => String(offsets.at(-1))
    const payload = {
      batch: { topic: 't', partition: 0, messages, lastOffset, unreadable: more.unreadable },
      heartbeat: async () => {},
      resolveOffset: (offset: string) => resolved.push(offset),
      ...more,
    }
    await this.#run?.eachBatch?.(payload as unknown as EachBatchPayload)
    return resolved
  }
}

/** A client whose consumers are doubles, one for each time that the group is joined; `refusals` fail the first attempts. */
export function doubleClient(refusals: readonly (Error | undefined)[] = []) {
  const consumers: ConsumerDouble[] = []
  const consumer = (config: ConsumerConfig): Consumer => {
    const double = new ConsumerDouble(config, refusals[consumers.length])
    consumers.push(double)
    return double as unknown as Consumer
  }
  return { consumers, client: { consumer } as unknown as Kafka }
}
