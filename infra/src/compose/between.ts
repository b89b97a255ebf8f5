/** A text with the part between `# <name>:begin` and `# <name>:end` replaced. @throws where these lines are missing */
export function between(path: string, text: string, name: string, generated: string): string {
  const [begin, end] = [text.indexOf(`# ${name}:begin`), text.indexOf(`# ${name}:end`)]
  if (begin < 0 || end < begin)
    throw new Error(
      `${path} has no place for '${name}': write # ${name}:begin and # ${name}:end on lines of their own.`,
    )
  const first = text.indexOf('\n', begin) + 1
  const last = text.lastIndexOf('\n', end) + 1
  return `${text.slice(0, first)}${generated}\n${text.slice(last)}`
}
