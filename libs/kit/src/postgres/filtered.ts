/** A condition with `?` for each of its values; `name` tells statements apart. */
export interface Condition {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

interface Filtered {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/**
 * A list's statement with the conditions that are asked for, `$1` is the limit. One statement per set of conditions: the
 * one plan of `$2 is null or stream = $2` may read the whole table for a single stream.
 */
export function filtered(
  name: string,
  select: string,
  conditions: readonly (Condition | false)[],
  order: string,
  limit: number,
): Filtered {
  const asked = conditions.filter((condition) => condition !== false)
  let parameters = 1
  const texts = asked.map(({ text }) => text.replaceAll('?', () => `$${++parameters}`))
  const where = texts.length > 0 ? `where ${texts.join(' and ')}` : ''
  return {
    name: [name, ...asked.map((condition) => condition.name)].join('_'),
    text: `${select} ${where} order by ${order} limit $1`,
    values: [limit, ...asked.flatMap(({ values }) => values)],
  }
}
