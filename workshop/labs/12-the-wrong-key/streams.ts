import { servicesWithout } from '@bistro/client'
import { topics } from '@bistro/events'
import type { RecordOfTopic, World } from '@bistro/workshop'
import type { Load } from './load.ts'

/** A published stream, as its records lie on the topic. */
export interface Stream {
  readonly topic: string
  readonly id: string
  /** By version, without copies. */
  readonly records: readonly RecordOfTopic[]
}

/** The streams of these guests and orders, on these topics. */
export async function streamsOf(
  world: World,
  load: Load,
  wanted: readonly string[] = Object.values(topics),
): Promise<readonly Stream[]> {
  const own = new Set([
    ...load.customers,
    ...load.orders.flatMap(({ orderId, reservationId }) => [orderId, reservationId]),
  ])
  const records = (await Promise.all(wanted.map((topic) => world.records(topic)))).flat()
  const groups = Map.groupBy(records, ({ topic, headers }) => `${topic} ${headers.ce_subject}`)
  return [...groups.values()].flatMap((found) => {
    const [{ topic, headers }] = found as [RecordOfTopic]
    const id = headers.ce_subject ?? ''
    return own.has(id) ? [{ topic, id, records: byVersion(found) }] : []
  })
}

const versionOf = ({ headers }: RecordOfTopic): number => Number(headers.ce_sequence)

function byVersion(records: readonly RecordOfTopic[]): RecordOfTopic[] {
  const distinct = new Map(records.map((record) => [versionOf(record), record]))
  return [...distinct.values()].sort((one, other) => versionOf(one) - versionOf(other))
}

export const keysOf = ({ records }: Stream): number => new Set(records.map(({ key }) => key)).size

export const partitionsOf = (streams: readonly Stream[]): number =>
  new Set(streams.flatMap(({ records }) => records.map(({ partition }) => partition))).size

/** How often the next version lies in another partition. */
export const movesOf = ({ records }: Stream): number =>
  records.filter((record, index) => index > 0 && record.partition !== records[index - 1]?.partition).length

/** Events that a reader without a gate applies after a later one of their stream, when it takes one partition after the other. */
export function outOfOrder({ records }: Stream): number {
  let latest = 0
  return records
    .toSorted((one, other) => one.partition - other.partition || versionOf(one) - versionOf(other))
    .filter((record) => {
      const isLate = versionOf(record) < latest
      latest = Math.max(latest, versionOf(record))
      return isLate
    }).length
}

/** `OrderRequested in partition 3, OrderValidated in 1`. */
export const placesText = ({ records }: Stream): string =>
  records.map(({ type, partition }) => `${type} in ${partition}`).join(', ')

const GAP = /^bistro_parked_messages_total\{[^}]*reason="gap"[^}]*\} (\d+)/m

/** Messages that the gates of all services have put aside since they started, as an earlier version was missing. */
export async function deferralsOf({ manifest }: World): Promise<number> {
  const counts = await Promise.all(
    servicesWithout(manifest.without).map(async (service) => {
      const response = await fetch(`${manifest.services[service].url}/metrics`)
      return Number(GAP.exec(await response.text())?.[1] ?? 0)
    }),
  )
  return counts.reduce((total, count) => total + count, 0)
}
