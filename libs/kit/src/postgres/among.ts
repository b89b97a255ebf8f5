/**
 * A condition that finds rows by several columns at once, given as one array for each, parameters from $1. The first is an
 * index's, and few rows share its value. It is no join: a plan of one, made when a table was all but empty, may read the whole
 * index for each key, and is kept when the table has grown. (`is true` keeps the planner from making it one.)
 */
export function among(columns: Readonly<Record<string, string>>): string {
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`)
  const [first] = Object.keys(columns)
  return `${first} = any(${arrays[0]})
    and ((${Object.keys(columns).join(', ')}) in (select * from unnest(${arrays.join(', ')}))) is true`
}

/** By the two columns of a world's key: a stream, and a text. */
export const amongPairs = (stream: string, text: string): string => among({ [stream]: 'uuid', [text]: 'text' })
