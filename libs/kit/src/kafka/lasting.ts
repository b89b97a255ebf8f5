import { isFenced, type LogError, mapError } from './errors.ts'
import type { GroupWatch } from './watch.ts'

const BACK_FIRST_MS = 250
const BACK_MAX_MS = 2_000

interface Ending {
  /** Resolves with the error that ended the driver's consumer. */
  readonly ended: Promise<Error>
  close(): Promise<void>
}

export interface LastingOptions {
  readonly watch: GroupWatch
  open(): Promise<Ending>
  /** Another process has joined under the same name. Rejoining would end that one, and so on in turns. */
  onFenced(error: LogError): void
}

/** Keeps a consumer open: whenever the driver gives up, another one replaces it, as the cause may be over. */
export class Lasting {
  readonly #options: LastingOptions
  #current: Ending | undefined
  #comingBack: Promise<void> | undefined
  #isClosing = false
  #wake = (): void => {}

  constructor(options: LastingOptions) {
    this.#options = options
  }

  async open(): Promise<void> {
    await this.#open()
    this.#options.watch.start()
  }

  async close(): Promise<void> {
    this.#isClosing = true
    this.#wake()
    this.#options.watch.stop()
    await this.#current?.close()
    await this.#comingBack
  }

  async #open(): Promise<void> {
    const opened = await this.#options.open()
    this.#current = opened
    void opened.ended.then((error) => this.#ended(error))
    if (this.#isClosing) await opened.close()
  }

  #ended(error: Error): void {
    this.#current = undefined
    if (this.#isClosing) return
    if (isFenced(error)) return this.#options.onFenced(mapError(error))
    this.#comingBack = this.#comeBack(error)
  }

  async #comeBack(error: unknown): Promise<void> {
    const { watch, onFenced } = this.#options
    watch.left(mapError(error).message)
    for (let pause = BACK_FIRST_MS; ; pause = Math.min(2 * pause, BACK_MAX_MS)) {
      await this.#pause(pause)
      if (this.#isClosing) return
      try {
        return await this.#open()
      } catch (cause) {
        if (isFenced(cause)) return onFenced(mapError(cause))
        watch.left(mapError(cause).message)
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
      setTimeout(resolve, ms)
    })
  }
}
