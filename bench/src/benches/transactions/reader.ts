import type { Kafka } from 'kafkajs'
import type { Way } from './about.ts'

/** Reads what the processor writes, as its way wants it. */
export class Reader {
  /** Orders that were handed over more than once. */
  copies = 0
  takenTwice = 0
  readonly #kafka: Kafka
  readonly #way: Way
  /** The version that each stream has come to: what the gate stores. */
  readonly #gates = new Map<string, number>()
  readonly #times = new Map<string, number>()
  #close = async (): Promise<void> => {}
  #waiting: { readonly count: number; readonly resolve: () => void } | undefined

  constructor(kafka: Kafka, way: Way) {
    this.#kafka = kafka
    this.#way = way
  }

  async start(topic: string): Promise<void> {
    const consumer = this.#kafka.consumer({
      groupId: `reader.${topic}`,
      maxWaitTimeInMs: 100,
      readUncommitted: this.#way !== 'transactions',
    })
    await consumer.connect()
    this.#close = () => consumer.disconnect()
    await consumer.subscribe({ topic, fromBeginning: true })
    const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()))
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        for (const { headers } of batch.messages) this.#take(String(headers?.ce_subject), Number(headers?.ce_sequence))
      },
    })
    await joined
  }

  /** Resolves when so many different outcomes have come. */
  until(count: number): Promise<void> {
    if (this.#times.size >= count) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiting = { count, resolve }
    })
  }

  /** When an order's outcome came first. */
  timeOf = (orderId: string): number => this.#times.get(orderId) ?? Number.NaN

  close = (): Promise<void> => this.#close()

  #take(stream: string, version: number): void {
    const isCopy = this.#times.has(stream)
    if (isCopy) this.copies += 1
    else this.#times.set(stream, performance.now())
    if (this.#way === 'gate') {
      if ((this.#gates.get(stream) ?? 0) >= version) return
      this.#gates.set(stream, version)
    }
    if (isCopy) this.takenTwice += 1
    if (this.#waiting && this.#times.size >= this.#waiting.count) this.#waiting.resolve()
  }
}
