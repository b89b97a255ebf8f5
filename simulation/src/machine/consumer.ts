import type { Input, RawRecord } from '@bistro/kit'
import { changesNothing, toInput } from '@bistro/kit/runtime'
import type { Partition } from './log.ts'
import type { Process } from './process.ts'

const POLL_LEAST_MS = 1
const POLL_MOST_MS = 20
const DELAY_MOST_MS = 6_000
const MAX_PARTITION_RECORDS = 20
const COMMIT_MOST_MS = 5_000
const READS_A_PARTITION = 0.8
const DELAY = 0.01
const READ_AGAIN = 0.01
const CRASH = 0.006

/** Reads the partitions that it was dealt. Offsets are committed after the work, within five seconds. */
export class Consumer {
  readonly #process: Process
  #assigned: readonly Partition[] = []
  /** Of the assignment: what an older one still has in work moves no offset of this one. */
  #generation = 0
  #positions = new Map<Partition, number>()
  #delivered = new Map<Partition, number>()
  #polling = false
  #committing = false

  constructor(process: Process) {
    this.#process = process
  }

  assign(partitions: readonly Partition[]): void {
    const { offsets } = this.#process.site
    this.#generation += 1
    this.#assigned = partitions
    this.#positions = new Map(partitions.map((partition) => [partition, offsets.get(partition) ?? 0]))
    this.#delivered = new Map()
    this.wake()
  }

  forget(): void {
    this.#generation += 1
    this.#assigned = []
    this.#delivered = new Map()
    this.#polling = false
    this.#committing = false
  }

  wake(): void {
    if (this.#polling || !this.#assigned.some((partition) => this.#isBehind(partition))) return
    this.#polling = true
    const { site } = this.#process
    const { random, faults } = site.ground
    const slow = faults.strikes('delay', DELAY)
    const afterMs = random.between(POLL_LEAST_MS, slow ? DELAY_MOST_MS : POLL_MOST_MS)
    if (slow) site.note(`${this.#process.name} reads nothing for ${afterMs} ms`, { fault: true })
    this.#process.later(afterMs, () => this.#poll())
  }

  /** Commits the offsets of what is stored. */
  async commit(): Promise<void> {
    this.#committing = false
    const { site } = this.#process
    const [generation, delivered] = [this.#generation, this.#delivered]
    if (delivered.size === 0 || !(await this.#process.writer.flush())) return
    if (generation !== this.#generation) return
    for (const [partition, offset] of delivered) site.offsets.set(partition, offset)
    this.#delivered = new Map()
    if (site.ground.faults.strikes('crash', CRASH)) this.#process.crash('right after committing its offsets')
  }

  #isBehind(partition: Partition): boolean {
    return (this.#positions.get(partition) ?? 0) < partition.records.length
  }

  async #poll(): Promise<void> {
    const { site } = this.#process
    const { service, ground } = site
    const fetched = this.#fetch()
    if (!ground.laws.offsetsAfterWork) for (const [partition] of fetched) this.#commitNow(partition)
    const inputs: Input[] = []
    for (const records of fetched.values())
      for (const record of records) inputs.push(await toInput(service, ground.codec, record))
    const generation = this.#generation
    const ends = new Map([...fetched.keys()].map((partition) => [partition, this.#positions.get(partition) ?? 0]))
    const finished = (): void => this.#finish(generation, ends)
    const work = inputs.filter((input) => !changesNothing(input))
    for (const input of inputs) if (changesNothing(input)) this.#process.writer.defer(input)
    if (work.length === 0) return finished()
    let left = work.length
    for (const input of work)
      this.#process.writer.submit(input, (outcome) => {
        left -= 1
        if (outcome && left === 0) finished()
      })
  }

  #fetch(): Map<Partition, readonly RawRecord[]> {
    const { random } = this.#process.site.ground
    const fetched = new Map<Partition, readonly RawRecord[]>()
    for (const partition of this.#assigned) {
      if (!this.#isBehind(partition) || !random.chance(READS_A_PARTITION)) continue
      const from = this.#positions.get(partition) ?? 0
      const records = partition.records.slice(from, from + random.between(1, MAX_PARTITION_RECORDS))
      this.#positions.set(partition, from + records.length)
      fetched.set(partition, records)
    }
    return fetched
  }

  #commitNow(partition: Partition): void {
    this.#process.site.offsets.set(partition, this.#positions.get(partition) ?? 0)
  }

  #finish(generation: number, ends: ReadonlyMap<Partition, number>): void {
    const { random, faults } = this.#process.site.ground
    this.#polling = false
    if (generation === this.#generation) {
      for (const [partition, end] of ends) this.#delivered.set(partition, end)
      if (faults.strikes('duplicate', READ_AGAIN)) this.#readAgain(ends)
      if (!this.#committing) {
        this.#committing = true
        this.#process.later(random.between(1, COMMIT_MOST_MS), () => this.commit())
      }
    }
    this.wake()
  }

  #readAgain(ends: ReadonlyMap<Partition, number>): void {
    const { site } = this.#process
    for (const partition of ends.keys()) this.#positions.set(partition, site.offsets.get(partition) ?? 0)
    site.note(`${this.#process.name} is delivered records again`, { fault: true })
  }
}
