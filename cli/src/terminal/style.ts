const isColourful = (): boolean => process.stdout.isTTY === true && !process.env.NO_COLOR

const paint = (open: number, close: number) => (text: string) =>
  isColourful() ? `\u001b[${open}m${text}\u001b[${close}m` : text

/** Restrained colour: none where the output is no terminal, or NO_COLOR is set. */
export const style = {
  bold: paint(1, 22),
  dim: paint(2, 22),
  red: paint(31, 39),
  green: paint(32, 39),
  yellow: paint(33, 39),
  cyan: paint(36, 39),
}

const SECOND_MS = 1000

/** A duration in seconds with one decimal, such as `  1.9 s`. */
export const seconds = (milliseconds: number, width = 5): string =>
  `${(milliseconds / SECOND_MS).toFixed(1).padStart(width)} s`

const ERASE_LINE = '\r\u001b[2K'
let hasStatus = false

/** Prints one line. */
export const say = (line = ''): void => {
  endStatus()
  process.stdout.write(`${line}\n`)
}

/** Prints a line that the next one replaces, on a terminal; elsewhere it stays. */
export const showStatus = (line: string): void => {
  if (process.stdout.isTTY !== true) return say(line)
  process.stdout.write(`${ERASE_LINE}${line}`)
  hasStatus = true
}

/** Takes away a status line that nothing has replaced. */
export const endStatus = (): void => {
  if (hasStatus) process.stdout.write(ERASE_LINE)
  hasStatus = false
}
