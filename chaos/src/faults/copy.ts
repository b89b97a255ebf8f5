import type { Random } from '@bistro/simulation/random'
import type { ServiceName } from '@bistro/stack'
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

/** A record that is on the topic already, once more: late, and after its successors. */
export async function copyOf({ databases }: World, service: ServiceName, random: Random): Promise<Forged> {
  const rows = await databases.run<Row>(
    service,
    `select stream, version, id, type, time, correlation_id, causation_id, traceparent, bytes from events
      where published order by position desc offset 5 limit ${RECENT}`,
  )
  if (rows.length === 0) throw new Error(`${service} has published nothing yet`)
  const { stream, version, id, type, time, correlation_id, causation_id, traceparent, bytes } = random.one(rows)
  const headers = {
    'content-type': 'application/avro',
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: `bistro.${service}.${type}`,
    ce_source: `/services/${service}`,
    ce_subject: stream,
    ce_time: time.toISOString(),
    ce_sequence: String(version),
    ce_causationid: causation_id,
    traceparent,
    ...(correlation_id === null ? {} : { ce_correlationid: correlation_id }),
  }
  return { stream: undefined, message: { key: stream, value: bytes, headers } }
}
