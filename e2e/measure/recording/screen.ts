/** A piece of a line in one style. */
export interface Piece {
  readonly text: string
  /** The SGR codes in force, such as 1 (bold) or 2 (dim). */
  readonly codes: readonly number[]
}

/** What stood in one row of the screen, and when; a line that was never replaced has no end. */
export interface ShownLine {
  readonly row: number
  readonly pieces: readonly Piece[]
  readonly fromMs: number
  readonly toMs?: number
}

/** Ends of styles: each takes away the codes that it ends. */
const ENDS: Readonly<Record<number, readonly number[]>> = { 22: [1, 2], 39: [31, 32, 33, 36] }

/** As much of a terminal as `npm start` uses: colours, new lines, and a last line that is replaced. */
export class Screen {
  readonly lines: ShownLine[] = []
  #row = 0
  #pieces: Piece[] = []
  #codes: number[] = []
  #fromMs = 0

  write(chunk: string, atMs: number): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what it looks for
    for (const token of chunk.match(/\u001b\[[0-9;]*[A-Za-z]|\n|\r|[^\u001b\n\r]+/g) ?? []) this.#take(token, atMs)
  }

  #take(token: string, atMs: number): void {
    if (token === '\n') {
      this.#keep()
      this.#row += 1
    } else if (token === '\u001b[2K') this.#keep(atMs)
    else if (token.startsWith('\u001b[') && token.endsWith('m')) this.#style(Number(token.slice(2, -1)))
    else if (!token.startsWith('\u001b') && token !== '\r') this.#print(token, atMs)
  }

  #print(text: string, atMs: number): void {
    if (this.#pieces.length === 0) this.#fromMs = atMs
    this.#pieces.push({ text, codes: [...this.#codes] })
  }

  #style(code: number): void {
    const ended = ENDS[code]
    this.#codes = ended ? this.#codes.filter((other) => !ended.includes(other)) : [...this.#codes, code]
  }

  #keep(toMs?: number): void {
    if (this.#pieces.length > 0)
      this.lines.push({
        row: this.#row,
        pieces: this.#pieces,
        fromMs: this.#fromMs,
        ...(toMs === undefined ? {} : { toMs }),
      })
    this.#pieces = []
  }
}
