import type { Context, OwedRow, Service } from '@bistro/kit'
import { createMemoryStore } from '@bistro/kit/memory'
import type { BatchResult, Codec, Store } from '@bistro/kit/runtime'
import type { Faults } from '../faults.ts'
import type { Laws } from '../laws.ts'
import type { Agenda } from './agenda.ts'
import type { Partition, SimulatedLog } from './log.ts'
import { Process } from './process.ts'
import type { Random } from './random.ts'
import type { Remark, Trace } from './trace.ts'

/** What all machines share. */
export interface Ground {
  readonly agenda: Agenda
  readonly random: Random
  readonly faults: Faults
  readonly trace: Trace
  readonly log: SimulatedLog
  readonly laws: Laws
  readonly codec: Codec
  readonly context: () => Context
  readonly ports: unknown
  /** How long a request takes to get there; most arrive at once. */
  travelMs(row: OwedRow): number
  /** Something was appended to a topic. */
  appended(topic: string): void
  /** A batch was committed. */
  committed(site: Site, result: BatchResult): void
  violated(what: string): void
  /** The saga that a stream belongs to. */
  sagaOf(stream: string): string | undefined
}

const DEAL_WITHIN_MS = 500

/** One service: its database, its processes, and the offsets of its consumer group. */
export class Site {
  readonly service: Service
  readonly store: Store
  readonly ground: Ground
  readonly processes: readonly Process[]
  readonly offsets = new Map<Partition, number>()
  /** A process was down then, for the last time. */
  lastDownMs = 0
  /** How far the database's clock is ahead. */
  #skewMs = 0

  constructor(service: Service, ground: Ground, members: number) {
    this.service = service
    this.ground = ground
    this.store = createMemoryStore(() => ground.agenda.nowMs + this.#skewMs)
    this.processes = Array.from({ length: members }, (_, index) => new Process(this, index + 1))
  }

  get name(): string {
    return this.service.name
  }

  publishes(aggregate: string): boolean {
    return this.service.aggregates.some(({ name, visibility }) => name === aggregate && visibility === 'published')
  }

  get alive(): readonly Process[] {
    return this.processes.filter((process) => process.alive)
  }

  note(what: string, more?: Remark): void {
    this.ground.trace.note(this.ground.agenda.nowMs, this.name, what, more)
  }

  /** The partitions are dealt among the living. What somebody has in work, somebody else may now read again. */
  deal(): void {
    const members = this.alive
    if (members.length === 0) return
    const first = this.ground.random.between(0, members.length - 1)
    const hands = members.map((): Partition[] => [])
    const partitions = this.service.subscribes.flatMap((topic) => this.ground.log.partitionsOf(topic))
    partitions.forEach((partition, index) => {
      hands[(index + first) % members.length]!.push(partition)
    })
    members.forEach((member, index) => {
      member.consumer.assign(hands[index]!)
    })
  }

  dealSoon(): void {
    this.ground.agenda.in(this.ground.random.between(0, DEAL_WITHIN_MS), () => this.deal())
  }

  /** Runs with a database clock that is ahead: what is due soon is due. */
  async ahead<T>(ms: number, work: () => Promise<T>): Promise<T> {
    this.#skewMs = ms
    try {
      return await work()
    } finally {
      this.#skewMs = 0
    }
  }

  wake(): void {
    for (const process of this.processes) if (process.alive) process.consumer.wake()
  }
}
