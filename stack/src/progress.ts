/** What a start tells while it goes on. */
export type ProgressEvent =
  | { readonly kind: 'begun'; readonly name: string }
  /** Something is done; `detail` is an address, say. */
  | { readonly kind: 'done'; readonly name: string; readonly detail: string; readonly elapsedMs: number }
  /** It has failed; what comes of that is told otherwise. */
  | { readonly kind: 'failed'; readonly name: string }
  /** How far a long step has come. */
  | { readonly kind: 'step'; readonly name: string; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }

export type ProgressListener = (event: ProgressEvent) => void

export class Progress {
  readonly #listener: ProgressListener

  constructor(listener: ProgressListener = () => {}) {
    this.#listener = listener
  }

  /** Does one step of the start and tells when it begins and ends. */
  async during<Result>(name: string, detail: string, work: () => Promise<Result>): Promise<Result> {
    const startedMs = performance.now()
    this.#listener({ kind: 'begun', name })
    try {
      const result = await work()
      this.#listener({ kind: 'done', name, detail, elapsedMs: performance.now() - startedMs })
      return result
    } catch (error) {
      this.#listener({ kind: 'failed', name })
      throw error
    }
  }

  step(name: string, text: string): void {
    this.#listener({ kind: 'step', name, text })
  }

  note(text: string): void {
    this.#listener({ kind: 'note', text })
  }
}
