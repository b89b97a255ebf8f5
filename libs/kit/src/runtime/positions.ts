import { type Position, type Progress, partitionKey } from './log.ts'

/**
 * Stores how far a process has read, each position in place of the one that it has found or stored before. So a process that
 * was paused, and whose partitions another one reads since, sets nothing back when it wakes up.
 */
export class Positions {
  readonly #progress: Progress | undefined
  /** What is stored, by partition; undefined where it has to be looked up. */
  #stored: Map<string, string> | undefined
  #isRefused = false

  constructor(progress: Progress | undefined) {
    this.#progress = progress
  }

  /** What was loaded for an assignment. */
  found(positions: readonly Position[]): void {
    this.#stored = offsetsOf(positions)
    this.#isRefused = false
  }

  async save(positions: readonly Position[]): Promise<void> {
    if (!this.#progress) return
    this.#stored ??= offsetsOf(await this.#progress.load())
    const stored = this.#stored
    const steps = positions.map((position) => ({ ...position, before: stored.get(partitionKey(position)) }))
    const isSaved = (await this.#progress.save(steps)) === steps.length
    if (!isSaved) this.#isRefused = true
    else for (const position of positions) stored.set(partitionKey(position), position.offset)
  }

  /**
   * The group takes this process for the reader of its partitions: if a position was refused, the reader before has stored
   * its last one late, and this process may look again.
   */
  confirmed(): void {
    if (this.#isRefused) this.#stored = undefined
    this.#isRefused = false
  }
}

const offsetsOf = (positions: readonly Position[]): Map<string, string> =>
  new Map(positions.map((position) => [partitionKey(position), position.offset]))
