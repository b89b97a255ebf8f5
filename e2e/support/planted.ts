import { randomUUID } from 'node:crypto'
import type { Manifest, ServiceName } from '@bistro/client'
import { withDatabase } from './databases.ts'
import { encode } from './forged.ts'

/** An event that no aggregate has decided. */
export interface Planted {
  readonly service: ServiceName
  readonly stream: string
  readonly type: string
  readonly data: object
  /** Of a private stream: its aggregate. */
  readonly privateAggregate?: string
}

const INSERT = `insert into events (stream, version, id, aggregate, type, time, correlation_id, causation_id, traceparent, published, bytes)
  select $1, coalesce(max(version), 0) + 1, $2::uuid, $3, $4, now(), null, $2::uuid::text, '', $5, $6 from events where stream = $1`

/** Appends an event to a stream in the database, without the service. */
export async function plant(
  manifest: Manifest,
  { service, stream, type, data, privateAggregate }: Planted,
): Promise<void> {
  const isPublished = privateAggregate === undefined
  const bytes = isPublished ? await encode(manifest, service, type, data) : Buffer.from(JSON.stringify(data))
  const values = [stream, randomUUID(), privateAggregate ?? service, type, isPublished, bytes]
  await withDatabase(manifest, service, (client) => client.query(INSERT, values))
}
