import type { Manifest } from '@bistro/client'
import { isEventType, schemaOf } from '@bistro/events'

const PROMISED = 1_000_000_000n
const SUBJECT = 'chaos-with-a-map'
const LOW_BITS = 127n

/** An event whose schema has an added map; its few bytes announce more entries than fit into any memory. */
export async function mapBomb({ url, deployment }: Manifest['registry'], type: string, good: Buffer): Promise<Buffer> {
  if (!isEventType(type)) throw new Error(`unknown event type ${type}`)
  const schema = schemaOf(type)
  const withMap = { ...schema, fields: [...schema.fields, { name: 'm', type: { type: 'map', values: 'null' } }] }
  const response = await fetch(`${url}/subjects/${SUBJECT}-${type}/versions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/vnd.schemaregistry.v1+json',
      authorization: `Basic ${btoa(`${deployment.user}:${deployment.password}`)}`,
    },
    body: JSON.stringify({ schema: JSON.stringify(withMap) }),
  })
  if (!response.ok) throw new Error(`the registry responded with ${response.status} when a schema was registered`)
  const { id } = (await response.json()) as { id: number }
  const bytes = Buffer.concat([good, Buffer.from(varint(PROMISED))])
  bytes.writeUInt32BE(id, 1)
  return bytes
}

/** A number as Avro writes it. */
function varint(value: bigint): number[] {
  const bytes: number[] = []
  let left = value * 2n
  for (; left > LOW_BITS; left >>= 7n) bytes.push(Number(left & LOW_BITS) | 128)
  return [...bytes, Number(left)]
}
