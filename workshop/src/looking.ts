import type { openDecoder } from '@bistro/audit'
import { readAll, type SeenRecord } from '@bistro/client'
import type { Manifest } from '@bistro/client/manifest'
import type { ServiceName } from '@bistro/client/names'
import { typeOf } from '@bistro/events'
import pg from 'pg'
import type { RecordOfTopic } from './world.ts'

export async function queryIn<Row extends object>(
  { services }: Manifest,
  service: ServiceName,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const client = new pg.Client(services[service].postgres)
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

export async function recordsOf(
  manifest: Manifest,
  decode: ReturnType<typeof openDecoder>,
  topic: string,
): Promise<readonly RecordOfTopic[]> {
  const seen: SeenRecord[] = []
  await readAll(manifest, [topic], (record) => void seen.push(record))
  return Promise.all(
    seen.map(async (record) => {
      const { ce_type = '' } = record.headers
      const type = typeOf(ce_type) ?? ce_type.slice(ce_type.lastIndexOf('.') + 1)
      const decoded = await decode(type, record.value, topic)
      return { ...record, type, data: 'data' in decoded ? (decoded.data as RecordOfTopic['data']) : undefined }
    }),
  )
}
