/**
 * A condition on several columns at once, with one array parameter per column, from $1. The first column has an
 * index, and few rows share its value. It avoids a join: a plan of one, made for an almost empty table, may read the
 * whole index for each key, and is kept when the table has grown. (`is true` keeps the planner from making it a join.)
 */
export function among(columns: Readonly<Record<string, string>>): string {
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`)
  const [first] = Object.keys(columns)
  return `${first} = any(${arrays[0]})
    and ((${Object.keys(columns).join(', ')}) in (select * from unnest(${arrays.join(', ')}))) is true`
}

/** By the two columns of a key: a stream, and a text. */
export const amongPairs = (stream: string, text: string): string => among({ [stream]: 'uuid', [text]: 'text' })
