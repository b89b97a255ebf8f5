import { SERVICES } from '@bistro/services'
import type { Admin } from 'kafkajs'

/** What one user may take from the broker, all of its processes together. */
interface Quota {
  /** Bytes a second, over ten seconds: a burst that is over before that is not slowed. */
  readonly producer_byte_rate: number
  readonly consumer_byte_rate: number
  /** Time of the broker's threads, of which each has 100. */
  readonly request_percentage: number
}

const MEBIBYTE = 1_048_576
const ANY_NAME = 2 as const

/** At saturation a service writes less than a mebibyte a second, reads less than three, and takes less than ten per cent. */
const OF_SERVICE: Quota = {
  producer_byte_rate: 8 * MEBIBYTE,
  consumer_byte_rate: 16 * MEBIBYTE,
  request_percentage: 50,
}
/** For those who may not write at all. */
const OF_READER: Quota = { ...OF_SERVICE, producer_byte_rate: MEBIBYTE }

/** By user: all but the administrator, who makes these. */
export const QUOTAS: ReadonlyMap<string, Quota> = new Map([
  ...SERVICES.map((service): [string, Quota] => [service, OF_SERVICE]),
  ['history', OF_SERVICE],
  ['gateway', OF_READER],
  ['reader', OF_READER],
])

/**
 * Gives each user its quota. Where somebody has set another since, it is set right.
 * @returns one line for each figure that was changed
 */
export async function correctQuotas(admin: Admin): Promise<string[]> {
  const actual = await quotasInForce(admin)
  const entries = [...QUOTAS].flatMap(([user, quota]) => {
    const ops = Object.entries(quota).flatMap(([key, value]) =>
      actual.get(user)?.[key] === value ? [] : [{ key, value }],
    )
    return ops.length === 0 ? [] : [{ entity: [{ entityType: 'user', entityName: user }], ops, user }]
  })
  if (entries.length > 0) await admin.alterClientQuotas({ entries })
  return entries.flatMap(({ user, ops }) =>
    ops.flatMap(({ key, value }) => {
      const before = actual.get(user)?.[key]
      return before === undefined ? [] : [`quota of ${user}: ${key}=${value} (was ${before})`]
    }),
  )
}

/** The figures in force by user. */
async function quotasInForce(admin: Admin): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const components = [{ entityType: 'user', matchType: ANY_NAME, match: null }]
  const { entries } = await admin.describeClientQuotas({ components, strict: true })
  return new Map(
    entries.map(({ entity, values }) => [
      entity[0]?.entityName ?? 'everybody else',
      Object.fromEntries(values.map(({ key, value }) => [key, value])),
    ]),
  )
}
