/** A text with its generated part `name` replaced. Throws where its markers are missing. */
export function between(path: string, text: string, name: string, generated: string): string {
  const [beginMark, endMark] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`]
  const [begin, end] = [text.indexOf(beginMark), text.indexOf(endMark)]
  if (begin < 0 || end < begin)
    throw new Error(`${path} has no place for '${name}': write ${beginMark} and ${endMark} on lines of their own.`)
  return `${text.slice(0, begin + beginMark.length)}\n\n${generated}\n\n${text.slice(end)}`
}
