import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'

/** A write resolves when its bytes are on disk: one task of the thread pool, instead of two with fdatasync. */
export const APPEND_DURABLY = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_DSYNC

interface Batch {
  readonly lines: string[]
  readonly written: PromiseWithResolvers<void>
}

function newBatch(): Batch {
  const written = Promise.withResolvers<void>()
  // A failure reaches every waiter and `onFailure`; without a waiter it must not end the process.
  written.promise.catch(() => {})
  return { lines: [], written }
}

/**
 * Appends lines to a file that was opened with `APPEND_DURABLY`; lines that wait while the disk is busy share the next
 * write.
 */
export class GroupCommit {
  readonly #file: FileHandle
  readonly #onFailure: (error: Error) => void
  #collecting = newBatch()
  #writing: Batch | undefined
  #failure: Error | undefined

  constructor(file: FileHandle, onFailure: (error: Error) => void) {
    this.#file = file
    this.#onFailure = onFailure
  }

  /** Set once a write has failed. From then on nothing is accepted: memory may be ahead of the disk. */
  get failure(): Error | undefined {
    return this.#failure
  }

  /** Resolves once the line is on disk. */
  append(line: string): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure)
    const batch = this.#collecting
    batch.lines.push(line)
    // Deferred: all lines of this turn of the event loop share the write.
    if (batch.lines.length === 1 && !this.#writing) setImmediate(() => this.#write())
    return batch.written.promise
  }

  /** Resolves once everything appended so far is on disk. */
  settled(): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure)
    if (this.#collecting.lines.length > 0) return this.#collecting.written.promise
    return this.#writing?.written.promise ?? Promise.resolve()
  }

  async #write(): Promise<void> {
    while (this.#collecting.lines.length > 0) {
      const batch = this.#collecting
      this.#collecting = newBatch()
      this.#writing = batch
      try {
        await this.#file.appendFile(batch.lines.join(''))
        batch.written.resolve()
      } catch (error) {
        this.#fail(error instanceof Error ? error : new Error(String(error)), batch)
        return
      }
    }
    this.#writing = undefined
  }

  #fail(error: Error, batch: Batch): void {
    this.#failure = error
    batch.written.reject(error)
    this.#collecting.written.reject(error)
    this.#onFailure(error)
  }
}
