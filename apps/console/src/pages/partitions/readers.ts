import type { Partitions } from '@bistro/gateway/contract'

export type Topic = Partitions['topics'][number]
type Reader = Topic['partitions'][number]['readers'][number]

export interface ReaderRow {
  readonly service: string
  /** By partition; undefined where nobody of this service reads it. */
  readonly cells: readonly (Reader | undefined)[]
  readonly lagMessages: number
}

/** A row for each service that reads the topic, a column for each partition. */
export function readersOf({ partitions }: Topic): ReaderRow[] {
  const services = [...new Set(partitions.flatMap(({ readers }) => readers.map(({ service }) => service)))].sort()
  return services.map((service) => {
    const cells = partitions.map(({ readers }) => readers.find((reader) => reader.service === service))
    return { service, cells, lagMessages: cells.reduce((sum, cell) => sum + (cell?.lagMessages ?? 0), 0) }
  })
}

/** Processes of one group in the order in which they appear: A, B, C … */
export function lettersOf(cells: ReaderRow['cells']): ReadonlyMap<string, string> {
  const members = [...new Set(cells.flatMap((cell) => cell?.member ?? []))]
  return new Map(members.map((member, index) => [member, String.fromCodePoint(65 + (index % 26))]))
}
