import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { kafkaClient } from '@bistro/client'
import { allTopics } from '@bistro/events'
import type { Admin, Kafka, PartitionMetadata } from 'kafkajs'
import type { Product } from '../../product/product.ts'

type Broker = 'kafka' | 'kafka-2' | 'kafka-3'

const POLL_MS = 100
const PATIENCE_MS = 120_000
/** What the storage was formatted with; all else is data. */
const FORMATTED = ['meta.properties', 'bootstrap.checkpoint']

/** The brokers of a product: they can be killed, hang, and lose their disks. */
export class Cluster {
  readonly #product: Product

  constructor(product: Product) {
    this.#product = product
  }

  /** @param only asks the first broker alone, which is the controller and always there */
  client(only = false): Kafka {
    const { bootstrap, admin } = this.#product.manifest.kafka
    const login = { bootstrap: only ? (bootstrap.split(',')[0] ?? '') : bootstrap, ...admin }
    return kafkaClient(login, 'bistro-bench', 2)
  }

  async ask<Result>(work: (admin: Admin) => Promise<Result>): Promise<Result> {
    const admin = this.client(true).admin()
    await admin.connect()
    try {
      return await work(admin)
    } finally {
      await admin.disconnect()
    }
  }

  /** Kills a broker; resolves when the controller misses it. */
  async lose(broker: Broker, node: number): Promise<void> {
    await this.#product.process.kill(broker)
    await until(`the controller misses ${broker}`, async () => !(await this.#living()).includes(node))
  }

  start = (broker: Broker): Promise<void> => this.#product.process.start(broker)

  /** Lets brokers hang for a moment. */
  async hang(brokers: readonly Broker[], ms: number): Promise<() => void> {
    const running = this.#product
      .status()
      .flatMap(({ name, pid }) => (brokers.some((one) => one === name) && pid ? [pid] : []))
    for (const pid of running) process.kill(pid, 'SIGSTOP')
    await delay(ms)
    return () => running.forEach((pid) => void process.kill(pid, 'SIGCONT'))
  }

  /** Empties the disk of a broker that does not run. */
  wipe(broker: Broker): void {
    const log = join(this.#product.dataDir, broker, 'log')
    for (const name of readdirSync(log)) if (!FORMATTED.includes(name)) rmSync(join(log, name), { recursive: true })
  }

  /** Resolves when each partition of the product's topics has all of its replicas in sync. */
  untilInSync = (): Promise<void> =>
    until('all replicas are in sync', async () =>
      (await this.#partitions()).every(({ isr, replicas }) => isr.length === replicas.length),
    )

  /** Those that are in sync somewhere. The driver cannot list brokers where any topic has no leader. */
  #living = async (): Promise<number[]> => (await this.#partitions()).flatMap(({ isr }) => isr)

  #partitions = (): Promise<PartitionMetadata[]> =>
    this.ask(async (admin) => {
      const { topics } = await admin.fetchTopicMetadata({ topics: [...allTopics] })
      return topics.flatMap(({ partitions }) => partitions)
    })
}

/** Asks again while the answer is no, or there is none. */
export async function until(what: string, look: () => Promise<boolean>, patienceMs = PATIENCE_MS): Promise<void> {
  const deadlineMs = performance.now() + patienceMs
  let why: unknown = 'no'
  const isSo = (): Promise<boolean> =>
    look().catch((error: unknown) => {
      why = error
      return false
    })
  while (!(await isSo())) {
    if (performance.now() > deadlineMs) throw new Error(`${what}: not within ${patienceMs} ms`, { cause: why })
    await delay(POLL_MS)
  }
}
