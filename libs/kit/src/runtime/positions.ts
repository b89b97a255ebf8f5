import { type Position, type Progress, partitionKey } from './log.ts'

/**
 * Stores how far a process has read, each position in place of the one that it has found or stored before. So a process that
 * was paused, and whose partitions another one reads since, sets nothing back when it wakes up.
 */
export class Positions {
  readonly #progress: Progress | undefined
  /** What is stored, by partition; undefined while that is not known. */
  #stored: Map<string, string> | undefined

  constructor(progress: Progress | undefined) {
    this.#progress = progress
  }

  /** What was loaded for an assignment. */
  found(positions: readonly Position[]): void {
    this.#stored = offsetsOf(positions)
  }

  async save(positions: readonly Position[]): Promise<void> {
    if (!this.#progress) return
    const stored = this.#stored ?? offsetsOf(await this.#progress.load())
    this.#stored = undefined // if this fails, it may be stored or not
    await this.#progress.save(
      positions.map((position) => ({ ...position, before: stored.get(partitionKey(position)) })),
    )
    for (const position of positions) stored.set(partitionKey(position), position.offset)
    // Found meanwhile, for another assignment: it may be from before or after.
    this.#stored = this.#stored === undefined ? stored : undefined
  }
}

const offsetsOf = (positions: readonly Position[]): Map<string, string> =>
  new Map(positions.map((position) => [partitionKey(position), position.offset]))
