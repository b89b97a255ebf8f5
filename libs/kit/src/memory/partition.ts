import type { RawRecord } from '../model/event.ts'
import type { OutgoingRecord } from '../runtime/log.ts'

/** One partition of a topic in memory: its records, oldest first. */
export class Partition {
  readonly topic: string
  readonly number: number
  readonly records: RawRecord[] = []

  constructor(topic: string, number: number) {
    this.topic = topic
    this.number = number
  }

  get end(): number {
    return this.records.length
  }

  append({ value, headers }: OutgoingRecord): void {
    this.records.push({ topic: this.topic, partition: this.number, offset: String(this.end), headers, value })
  }
}

/** The partition of a key, by FNV-1a. */
export const partitionOf = (key: string, partitions: readonly Partition[]): Partition =>
  partitions[hash(key) % partitions.length]!

function hash(key: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < key.length; index += 1) value = Math.imul(value ^ key.charCodeAt(index), 0x01000193)
  return value >>> 0
}
