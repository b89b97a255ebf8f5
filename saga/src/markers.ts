const BEGIN = '<!-- saga:begin -->'
const END = '<!-- saga:end -->'

/** A text with its generated part replaced. Throws where the markers are missing. */
export function between(path: string, text: string, generated: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin < 0 || end < begin)
    throw new Error(`${path} has no place for the saga: write ${BEGIN} and ${END} on lines of their own.`)
  return `${text.slice(0, begin + BEGIN.length)}\n\n${generated}\n\n${text.slice(end)}`
}
