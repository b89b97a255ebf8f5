/** Which part of a document's table is shown. Columns and rows are counted from 1. */
interface Part {
  readonly heading: string
  readonly columns: readonly number[]
  /** The first and the last. */
  readonly rows: readonly [number, number]
}

/** Takes a part of the first table after a heading, so that a slide shows what the document says. @throws where there is none */
export function tableOf(text: string, { heading, columns, rows: [first, last] }: Part): string {
  const lines = text.split('\n')
  const from = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading)
  const start = lines.findIndex((line, index) => from >= 0 && index > from && line.startsWith('|'))
  if (start < 0) throw new Error(`There is no table after the heading "${heading}".`)
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'))
  const table = lines.slice(start, end < 0 ? undefined : end)
  return [...table.slice(0, 2), ...table.slice(1 + first, 2 + last)].map((line) => only(line, columns)).join('\n')
}

function only(line: string, columns: readonly number[]): string {
  const cells = line.split('|')
  return `|${columns.map((column) => withoutLinks(cells[column] ?? '')).join('|')}|`
}

const withoutLinks = (cell: string): string => cell.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
