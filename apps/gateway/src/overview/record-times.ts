import { partitionKey } from '@bistro/kit/runtime'
import type { Seen } from '../live/seen.ts'

/** One record of each second is remembered. */
const APART_MS = 1_000
const MAX_SAMPLES = 900

interface Sample {
  readonly offset: bigint
  readonly timeMs: number
}

/** When records happened, by their place: for the last quarter of an hour in which there were any. */
export class RecordTimes {
  readonly #samples = new Map<string, Sample[]>()

  add({ record, timeMs }: Seen): void {
    const key = partitionKey(record)
    const samples = this.#samples.get(key) ?? []
    this.#samples.set(key, samples)
    const last = samples.at(-1)
    if (last && Math.abs(timeMs - last.timeMs) < APART_MS) return
    samples.push({ offset: BigInt(record.offset), timeMs })
    if (samples.length > MAX_SAMPLES) samples.shift()
  }

  /** Of the first remembered record at this position or after it: a second later than the record itself, at the most. */
  of(topic: string, partition: number, position: bigint): number | undefined {
    return this.#samples.get(partitionKey({ topic, partition }))?.find(({ offset }) => offset >= position)?.timeMs
  }
}
