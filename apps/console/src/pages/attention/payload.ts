import type { Attention } from '@bistro/gateway/contract'

type Parked = Attention['parked'][number]

export interface Field {
  readonly name: string
  /** As JSON; absent where the message lacks it. */
  readonly value?: string
  readonly need: 'read' | 'missing' | 'not read'
}

/** What the message has beside what its consumer needs: what is missing first, then in the order of the message. */
export function compareFields({ data, needs }: Pick<Parked, 'data' | 'needs'>): Field[] {
  const own = isRecord(data) ? data : {}
  const missing = needs.filter((need) => need.missing).map(({ field }) => field)
  const read = new Set(needs.map(({ field }) => field.split('.', 1)[0]!))
  return [
    ...missing.map((name) => ({ name, need: 'missing' as const })),
    ...Object.entries(own)
      .filter(([name]) => !missing.includes(name))
      .map(([name, value]) => ({
        name,
        value: JSON.stringify(value, null, 1),
        need: read.has(name) ? ('read' as const) : ('not read' as const),
      })),
  ]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const REASONS: Readonly<Record<string, string>> = {
  gap: 'Earlier messages of its stream are missing.',
  view: 'It needs a row of a view that is not there yet.',
  schema: 'Its schema cannot be loaded at the moment.',
  poison: 'It fails when it is processed alone.',
}

export const parkedReason = (reason: string): string => REASONS[reason] ?? `Its reason is “${reason}”.`
