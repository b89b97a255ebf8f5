import type { Manifest, ServiceName } from '@bistro/client'
import { topicOf } from '@bistro/events'
import { headersOf } from '@bistro/events/contract'
import { deploySchemas, extendIds, readIds } from '@bistro/events/deploy'
import { readSubjects, type Subject } from '@bistro/events/evolution'
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
  const id = await registry.getLatestSchemaId(`${topicOf(service, 1)}-bistro.${service}.${type}`)
  return registry.encode(id, data)
}

/** The same event as a later version of the program encodes it: with one more field. */
export async function encodeAsLater(manifest: Manifest, service: ServiceName, type: string, data: object) {
  const topic = topicOf(service, 1)
  const subjects = readSubjects().map((subject) =>
    subject.topic === topic && subject.type === type ? withTip(subject) : subject,
  )
  const { url: registryUrl, deployment: credentials } = manifest.registry
  await deploySchemas({ registryUrl, credentials, release: { subjects, ids: extendIds(readIds(), subjects) } })
  return encode(manifest, service, type, { ...data, tip: null })
}

function withTip(subject: Subject): Subject {
  const now = subject.versions.at(-1)
  if (!now) throw new Error(`${subject.name} has no version`)
  const tip = { name: 'tip', type: ['null', 'string'], default: null }
  return { ...subject, versions: [...subject.versions, { ...now, fields: [...now.fields, tip] }] }
}

/** A record whose headers are complete, whatever its value is. */
export const forge = (
  owner: ServiceName,
  type: string,
  { stream, version, value }: Omit<Forged, 'headers'>,
): Forged => ({ stream, version, value, headers: headersOf({ owner, type, stream, version }) })

/** Puts records on the topic of a service with the rights of an administrator. */
export async function produce({ kafka }: Manifest, service: ServiceName, records: readonly Forged[]) {
  const producer = plainClient(kafka.bootstrap, kafka.admin).producer()
  await producer.connect()
  const messages = records.map(({ stream, value, headers }) => ({ key: stream, value, headers }))
  await producer.send({ topic: topicOf(service, 1), messages })
  await producer.disconnect()
}
