import type { Pair } from './compare.ts'
import { resolved, type Schema } from './document.ts'

/** Direction of the data: requests must not become narrower, answers must not lose fields. */
type Side = 'request' | 'answer'

/** What became narrower or was removed, by its place: `request.kits[].sku`. */
export function schemaBreaks(pair: Pair, side: Side, place: string, before: Schema, after: Schema): string[] {
  const [old, now] = [merged(resolved(pair.before, before)), merged(resolved(pair.after, after))]
  if (typeOf(old) !== typeOf(now)) return [`${place} changed its type from ${typeOf(old)} to ${typeOf(now)}`]
  return [
    ...(side === 'request' ? [...symbolBreaks(place, old, now), ...boundBreaks(place, old, now)] : []),
    ...fieldBreaks(pair, side, place, old, now),
    ...(old.items && now.items ? schemaBreaks(pair, side, `${place}[]`, old.items, now.items) : []),
    ...(old.anyOf ?? []).flatMap((branch, index) => {
      const next = now.anyOf?.[index]
      return next ? schemaBreaks(pair, side, place, branch, next) : [`${place} has one alternative less`]
    }),
  ]
}

/** A union of literals is one list of symbols. */
function merged(schema: Schema): Schema {
  const { anyOf } = schema
  if (!anyOf?.every((branch) => branch.enum)) return schema
  return { type: anyOf[0]?.type ?? 'string', enum: anyOf.flatMap((branch) => branch.enum ?? []) }
}

const typeOf = ({ type, anyOf }: Schema): string => type ?? (anyOf ? 'one of several' : 'anything')

function fieldBreaks(pair: Pair, side: Side, place: string, before: Schema, after: Schema): string[] {
  const [old, now] = [before.properties ?? {}, after.properties ?? {}]
  const lost = Object.keys(old).filter((name) => !(name in now))
  const demanded = missingFrom(after.required, before.required)
  const unsure = missingFrom(before.required, after.required).filter((name) => name in now)
  return [
    ...lost.map((name) => `${place}.${name} is gone`),
    ...(side === 'request' ? demanded.map((name) => `${place}.${name} is now required`) : []),
    ...(side === 'answer' ? unsure.map((name) => `${place}.${name} is no longer always there`) : []),
    ...Object.entries(old).flatMap(([name, schema]) =>
      now[name] ? schemaBreaks(pair, side, `${place}.${name}`, schema, now[name]) : [],
    ),
  ]
}

const missingFrom = (names: readonly string[] = [], others: readonly string[] = []): string[] =>
  names.filter((name) => !others.includes(name))

function symbolBreaks(place: string, { enum: old }: Schema, { enum: now }: Schema): string[] {
  if (!now) return []
  if (!old) return [`${place} now takes ${now.join(', ')} alone`]
  return old.filter((symbol) => !now.includes(symbol)).map((symbol) => `${place} no longer takes ${String(symbol)}`)
}

const LOWER = ['minimum', 'minLength', 'minItems'] as const
const UPPER = ['maximum', 'maxLength', 'maxItems'] as const
const FORMS = ['pattern', 'format'] as const

const boundBreaks = (place: string, old: Schema, now: Schema): string[] => [
  ...LOWER.filter((bound) => (now[bound] ?? -Infinity) > (old[bound] ?? -Infinity)).map(
    (bound) => `${place} has a higher ${bound}: ${now[bound]}`,
  ),
  ...UPPER.filter((bound) => (now[bound] ?? Infinity) < (old[bound] ?? Infinity)).map(
    (bound) => `${place} has a lower ${bound}: ${now[bound]}`,
  ),
  ...FORMS.filter((form) => now[form] !== undefined && now[form] !== old[form]).map(
    (form) => `${place} must have another ${form}: ${now[form]}`,
  ),
]
