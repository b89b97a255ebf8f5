/** One table's statement: its name, its text with parameters from $1, and their values. */
export type Part = readonly [name: string, text: string, values: readonly unknown[]]

interface Statement {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/**
 * Prepared once per set of statements: two services in one process may have views of one name, and a row may have a column
 * that another one lacks. Names are limited to 63 characters, so sets are numbered.
 */
const prepared = new Map<string, { readonly name: string; readonly text: string }>()

/**
 * Combines statements on different tables as common table expressions: one round trip,
 * whatever the batch touches. `result` may select from a part by its name.
 */
export function combine(parts: readonly Part[], result: string): Statement {
  const key = `${parts.map(([, text]) => text).join('\n')}\n${result}`
  const statement = prepared.get(key) ?? { name: `combined_${prepared.size + 1}`, text: textOf(parts, result) }
  prepared.set(key, statement)
  return { ...statement, values: parts.flatMap(([, , values]) => values) }
}

function textOf(parts: readonly Part[], result: string): string {
  let first = 0
  const expressions = parts.map(([name, text, values]) => {
    const offset = first
    first += values.length
    return `${name} as (${text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`)})`
  })
  return expressions.length > 0 ? `with ${expressions.join(',\n')}\n${result}` : result
}
