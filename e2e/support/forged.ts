import { headersOf } from '@bistro/events/contract'
import { deploySchemas } from '@bistro/events/deploy'
import { readSubjects } from '@bistro/events/evolution'
import type { Manifest, ServiceName } from '@bistro/stack'
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import { plainClient } from './records.ts'

/** A record that no service has written. */
export interface Forged {
  readonly stream: string
  readonly version: number
  readonly value: Buffer
  readonly headers: Record<string, string>
}

/** The bytes of an event, as any client of the registry would make them. */
export async function encode(manifest: Manifest, service: ServiceName, type: string, data: object): Promise<Buffer> {
  const registry = new SchemaRegistry({ host: manifest.registry.url })
  const id = await registry.getLatestSchemaId(`${manifest.services[service].kafka.topic}-bistro.${service}.${type}`)
  return registry.encode(id, data)
}

/** The same, as a program of a later version makes them: the event has one more field there. */
export async function encodeAsLater(manifest: Manifest, service: ServiceName, type: string, data: object) {
  const subject = readSubjects().find(
    (known) => known.topic === manifest.services[service].kafka.topic && known.type === type,
  )
  const now = subject?.versions.at(-1)
  if (!subject || !now) throw new Error(`${service} publishes no ${type}`)
  const later = { ...now, fields: [...now.fields, { name: 'tip', type: ['null', 'string'], default: null }] }
  const subjects = [{ ...subject, versions: [...subject.versions, later] }]
  await deploySchemas({ registryUrl: manifest.registry.url, subjects })
  return encode(manifest, service, type, { ...data, tip: null })
}

/** A record whose headers are complete, whatever its value is. */
export const forge = (
  owner: ServiceName,
  type: string,
  { stream, version, value }: Omit<Forged, 'headers'>,
): Forged => ({ stream, version, value, headers: headersOf({ owner, type, stream, version }) })

/** Puts records on the topic of a service with the rights of an administrator. */
export async function produce({ kafka, services }: Manifest, service: ServiceName, records: readonly Forged[]) {
  const producer = plainClient(kafka.bootstrap, kafka.admin).producer()
  await producer.connect()
  const messages = records.map(({ stream, value, headers }) => ({ key: stream, value, headers }))
  await producer.send({ topic: services[service].kafka.topic, messages })
  await producer.disconnect()
}
