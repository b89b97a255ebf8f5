import type { ServiceName } from '@bistro/client'
import { headersOf } from '@bistro/events/contract'
import type { Random } from '@bistro/kit/faults'
import type { World } from '../world.ts'
import type { Forged } from './forge.ts'

interface Row {
  readonly stream: string
  readonly version: number
  readonly id: string
  readonly type: string
  readonly time: Date
  readonly correlation_id: string | null
  readonly causation_id: string
  readonly traceparent: string
  readonly bytes: Buffer
}

const RECENT = 200

/** A copy of a record that is already on the topic, written after its successors. */
export async function copyOf({ databases }: World, service: ServiceName, random: Random): Promise<Forged> {
  const rows = await databases.run<Row>(
    service,
    `select stream, version, id, type, time, correlation_id, causation_id, traceparent, bytes from events
      where published order by position desc offset 5 limit ${RECENT}`,
  )
  if (rows.length === 0) throw new Error(`${service} has published nothing yet`)
  const { correlation_id: correlationId, causation_id: causationId, bytes, ...event } = random.one(rows)
  const headers = headersOf({ owner: service, ...event, causationId, correlationId })
  return { stream: undefined, message: { key: event.stream, value: bytes, headers } }
}
