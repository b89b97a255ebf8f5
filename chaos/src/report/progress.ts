const TERMINAL_MS = 500
const PLAIN_MS = 10_000
const CLEAR = '\r\u001b[2K'

/** One line that is updated in place; where the output is not a terminal, a new line every few seconds. */
export class ProgressLine {
  readonly #timer: NodeJS.Timeout
  readonly #line: () => string

  constructor(line: () => string) {
    this.#line = line
    this.#timer = setInterval(() => this.show(), process.stdout.isTTY ? TERMINAL_MS : PLAIN_MS)
  }

  show(): void {
    process.stdout.write(
      process.stdout.isTTY ? `${CLEAR}${this.#line().slice(0, process.stdout.columns - 1)}` : `${this.#line()}\n`,
    )
  }

  /** Prints a line that is not overwritten. */
  say(text: string): void {
    process.stdout.write(process.stdout.isTTY ? `${CLEAR}${text}\n` : `${text}\n`)
  }

  stop(): void {
    clearInterval(this.#timer)
    if (process.stdout.isTTY) process.stdout.write(CLEAR)
  }
}
