import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ProcessorOptions } from '@bistro/history'

const MAIN = join(import.meta.dirname, 'main.ts')

export interface Work extends Required<Omit<ProcessorOptions, 'reader'>> {
  /** It stops when it has written so many. */
  readonly upTo: number
}

/** What a processor tells of itself: since it has begun. */
export interface Told {
  readonly written: number
  readonly cpuMs: number
  readonly isDone: boolean
}

/** The stream processor in a process of its own. */
export class ProcessorProcess {
  readonly #child: ChildProcess
  #told: Told = { written: 0, cpuMs: 0, isDone: false }
  #waiting: { readonly isIt: (told: Told) => boolean; readonly resolve: (told: Told) => void } | undefined
  readonly #ended: Promise<never>

  private constructor(work: Work) {
    this.#child = fork(MAIN, [JSON.stringify(work)])
    this.#ended = once(this.#child, 'exit').then(() => {
      throw new Error('the stream processor ended by itself')
    })
    this.#ended.catch(() => undefined)
    this.#child.on('message', (told: Told) => {
      this.#told = told
      if (this.#waiting?.isIt(told)) this.#waiting.resolve(told)
    })
  }

  /** Resolves when it reads. */
  static async start(work: Work): Promise<ProcessorProcess> {
    const processor = new ProcessorProcess(work)
    await processor.until(() => true)
    return processor
  }

  /** Resolves when it has told what `isIt` waits for. */
  until(isIt: (told: Told) => boolean): Promise<Told> {
    const found = new Promise<Told>((resolve) => {
      this.#waiting = { isIt, resolve }
    })
    return Promise.race([found, this.#ended])
  }

  /** Resolves when it has written all that it is to write, and has committed. */
  untilDone = (): Promise<Told> =>
    this.#told.isDone ? Promise.resolve(this.#told) : this.until(({ isDone }) => isDone)

  async stop(): Promise<void> {
    const done = this.untilDone()
    this.#child.send('stop')
    await done
  }

  async kill(): Promise<void> {
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exited
  }
}
