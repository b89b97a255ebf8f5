const TERMINAL_MS = 500
const PLAIN_MS = 10_000
const CLEAR = '\r\u001b[2K'

/** One line that is always up to date; where the output is no terminal, a line now and then. */
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

  /** A line that stays. */
  say(text: string): void {
    process.stdout.write(process.stdout.isTTY ? `${CLEAR}${text}\n` : `${text}\n`)
  }

  stop(): void {
    clearInterval(this.#timer)
    if (process.stdout.isTTY) process.stdout.write(CLEAR)
  }
}
