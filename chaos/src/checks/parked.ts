import { SERVICES, type ServiceName } from '@bistro/client'
import type { ForgedBook } from '../faults/forged-book.ts'
import type { Databases } from '../stack/sql.ts'
import type { Violation } from './violation.ts'

interface ParkedRow {
  readonly reason: string
  readonly source: string
  readonly stream: string
  readonly version: number
  readonly error: string
  readonly topic: string
  readonly kafka_partition: number
  readonly kafka_offset: string
}

const PARKED = 'select reason, source, stream, version, error, topic, kafka_partition, kafka_offset from parked'

/** Only records that this run has forged may be parked, each of them once. */
export async function parkedViolations(databases: Databases, forged: ForgedBook): Promise<Violation[]> {
  const found = await Promise.all(
    SERVICES.map(async (service) => {
      const rows = await databases.run<ParkedRow>(service, PARKED)
      return [...strangers(service, rows, forged), ...parkedTwice(service, rows)]
    }),
  )
  return found.flat()
}

const placeOf = ({ topic, kafka_partition, kafka_offset }: ParkedRow): string =>
  `${topic}/${kafka_partition}/${kafka_offset}`

/** One violation for each stream: messages behind a parked one are parked as well. */
function strangers(service: ServiceName, rows: readonly ParkedRow[], forged: ForgedBook): Violation[] {
  const isOurs = (row: ParkedRow) =>
    forged.hasStream(row.stream) || forged.hasPlace(row.topic, row.kafka_partition, row.kafka_offset)
  const byStream = Map.groupBy(
    rows.filter((row) => !isOurs(row)),
    ({ source, stream }) => `${source} ${stream}`,
  )
  return [...byStream].flatMap(([name, list]) => {
    const [first] = list.sort((one, other) => one.version - other.version)
    return first
      ? [
          {
            check: 'parked',
            what: `${service}: ${list.length} of ${name} parked from version ${first.version} on (${first.reason}): ${first.error}`,
          },
        ]
      : []
  })
}

const parkedTwice = (service: ServiceName, rows: readonly ParkedRow[]): Violation[] =>
  [...Map.groupBy(rows, placeOf)]
    .filter(([, list]) => list.length > 1)
    .map(([place, list]) => ({
      check: 'parked',
      what: `${service} parked the record at ${place} ${list.length} times: ${list[0]?.error}`,
    }))
