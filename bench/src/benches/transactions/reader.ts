import type { Consumer, Kafka } from 'kafkajs'

const FETCH_WAIT_MS = 100

/** Reads what the processor writes and has committed. */
export class Reader {
  /** Deliveries of what had been delivered before, and how many of them it has taken. */
  copies = 0
  takenTwice = 0
  readonly #consumer: Consumer
  readonly #isGated: boolean
  /** The version that each stream has come to: what a gate stores. */
  readonly #gates = new Map<string, number>()
  readonly #times = new Map<string, number>()
  #waiting: { readonly isDone: () => boolean; readonly resolve: () => void } | undefined

  private constructor(kafka: Kafka, topic: string, isGated: boolean) {
    this.#consumer = kafka.consumer({ groupId: `reader.${topic}`, maxWaitTimeInMs: FETCH_WAIT_MS })
    this.#isGated = isGated
  }

  /** Resolves when it reads. */
  static async start(kafka: Kafka, topic: string, isGated: boolean): Promise<Reader> {
    const reader = new Reader(kafka, topic, isGated)
    const consumer = reader.#consumer
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()))
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        for (const { headers } of batch.messages)
          reader.#take(String(headers?.ce_subject), Number(headers?.ce_sequence))
        if (reader.#waiting?.isDone()) reader.#waiting.resolve()
      },
    })
    await joined
    return reader
  }

  /** How many different outcomes have come. */
  get count(): number {
    return this.#times.size
  }

  /** Resolves when so many different ones have come. */
  untilCount = (count: number): Promise<void> => this.#until(() => this.count >= count)

  /** Resolves when these have come. */
  untilAll = (orderIds: readonly string[]): Promise<void> =>
    this.#until(() => orderIds.every((orderId) => this.#times.has(orderId)))

  /** When an order's outcome came first. */
  timeOf = (orderId: string): number => this.#times.get(orderId) ?? Number.NaN

  close = (): Promise<void> => this.#consumer.disconnect()

  #until(isDone: () => boolean): Promise<void> {
    if (isDone()) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiting = { isDone, resolve }
    })
  }

  #take(stream: string, version: number): void {
    const isCopy = this.#times.has(stream)
    if (isCopy) this.copies += 1
    else this.#times.set(stream, performance.now())
    if (this.#isGated) {
      if ((this.#gates.get(stream) ?? 0) >= version) return
      this.#gates.set(stream, version)
    }
    if (isCopy) this.takenTwice += 1
  }
}
