import { setTimeout as delay } from 'node:timers/promises'
import type { Kafka } from 'kafkajs'
import type { Keeping } from './about.ts'

const PACE_MS = 4
const REFUSED_PAUSE_MS = 50
/** How long a leader waits for its followers. */
const ACKS_TIMEOUT_MS = 2_000

/** Writes numbers, one after the other, whatever becomes of them. */
export class Writer {
  /** The numbers that were acknowledged, and when. */
  readonly acknowledged: { readonly number: number; readonly atMs: number }[] = []
  readonly #client: Kafka
  readonly #topic: string
  readonly #keeping: Keeping
  #stops = false
  #done: Promise<void> = Promise.resolve()

  constructor(client: Kafka, topic: string, keeping: Keeping) {
    this.#client = client
    this.#topic = topic
    this.#keeping = keeping
  }

  async start(): Promise<void> {
    const producer = this.#client.producer({ allowAutoTopicCreation: false })
    await producer.connect()
    const write = async (): Promise<void> => {
      for (let number = 1; !this.#stops; number++) {
        const messages = [{ value: String(number) }]
        try {
          const { acks } = this.#keeping
          await producer.send({ topic: this.#topic, messages, acks, timeout: ACKS_TIMEOUT_MS })
          this.acknowledged.push({ number, atMs: performance.now() })
          await delay(PACE_MS)
        } catch {
          await delay(REFUSED_PAUSE_MS)
        }
      }
      await producer.disconnect()
    }
    this.#done = write()
  }

  async stop(): Promise<void> {
    this.#stops = true
    await this.#done
  }

  /** How many are acknowledged each second, from now on for so long. */
  async acceptedPerSecond(seconds: number): Promise<number> {
    const before = this.acknowledged.length
    await delay(seconds * 1_000)
    return (this.acknowledged.length - before) / seconds
  }

  /** From then on to the next acknowledgement; undefined if there is none. */
  silenceAfter(atMs: number): number | undefined {
    const next = this.acknowledged.find((one) => one.atMs > atMs)
    return next && next.atMs - atMs
  }
}
