import { type EventType, meaning, PARTITIONS } from '@bistro/events'
import type { Subject } from '@bistro/events/evolution'
import { cloudEventHeaders } from './cloud-event.ts'
import type { Flow, Flows } from './flows.ts'

const AVRO = 'application/vnd.apache.avro;version=1.9.0'
const KAFKA_BINDING = '0.5.0'

/** AsyncAPI 3 of one service, or of the whole system where none is named. */
export function asyncApiOf(flows: Flows, service?: string): object {
  const ours = (flow: Flow): boolean => service === undefined || flow.service === service
  const [sent, received] = [flows.sent.filter(ours), flows.received.filter(ours)]
  const onTopics = typesByTopic([...sent, ...received])
  const subjects = flows.subjects.filter(({ topic, type }) => onTopics.get(topic)?.has(type))
  return {
    asyncapi: '3.0.0',
    info: infoOf(service),
    defaultContentType: 'application/avro',
    channels: Object.fromEntries([...onTopics.keys()].map((topic) => [topic, channelOf(topic, subjects)])),
    operations: Object.fromEntries([
      ...sent.map((flow) => [`${flow.service}-sends-${flow.topic}`, operation('send', flow)]),
      ...received.map((flow) => [`${flow.service}-receives-${flow.topic}`, reception(flows, flow)]),
    ]),
    components: {
      messages: Object.fromEntries(subjects.map((subject) => [messageKey(subject), messageOf(flows, subject)])),
      schemas: { CloudEvent: cloudEventHeaders },
    },
  }
}

function typesByTopic(flows: readonly Flow[]): Map<string, Set<string>> {
  const topics = new Map<string, Set<string>>()
  for (const { topic, types } of flows) topics.set(topic, new Set([...(topics.get(topic) ?? []), ...types]))
  return topics
}

const infoOf = (service: string | undefined) => ({
  title: service === undefined ? 'Saga Bistro: every event' : `Saga Bistro: events of ${service}`,
  version: '1',
  description:
    'CloudEvents 1.0 in Kafka’s binary mode. Every event of a stream is on its topic, without gaps in ce_sequence; copies may occur, and order is promised within ce_sequence alone.',
  license: { name: 'Apache-2.0' },
})

const channelOf = (topic: string, subjects: readonly Subject[]) => ({
  address: topic,
  messages: Object.fromEntries(
    subjects
      .filter((subject) => subject.topic === topic)
      .map((subject) => [subject.type, { $ref: `#/components/messages/${messageKey(subject)}` }]),
  ),
  bindings: { kafka: { topic, partitions: PARTITIONS, bindingVersion: KAFKA_BINDING } },
})

const operation = (action: 'send' | 'receive', { topic, types }: Flow) => ({
  action,
  channel: { $ref: `#/channels/${topic}` },
  messages: types.map((type) => ({ $ref: `#/channels/${topic}/messages/${type}` })),
})

const reception = ({ contract }: Flows, flow: Flow) => ({
  ...operation('receive', flow),
  description: 'Each service reads every record of its topics; events that are not listed here have no effect on it.',
  'x-needs': Object.fromEntries(flow.types.map((type) => [type, contract.consumers[flow.service]?.[type] ?? []])),
})

/** An event has one message for each topic that it is on. */
const messageKey = ({ topic, type }: Subject): string =>
  topic.endsWith('.v1') ? type : `${type}-${topic.split('.').at(-1)}`

/** The same Avro; the rules of AsyncAPI want a record's name and its namespace apart. */
function inNamespace(schema: Subject['versions'][number]): object {
  const dot = schema.name.lastIndexOf('.')
  return { ...schema, name: schema.name.slice(dot + 1), namespace: schema.name.slice(0, dot) }
}

function messageOf({ contract }: Flows, subject: Subject) {
  const schema = subject.versions.at(-1)
  const golden = contract.fixtures.find(
    (one) => one.type === subject.type && JSON.stringify(one.schema) === JSON.stringify(schema),
  )
  return {
    name: schema?.name,
    title: subject.type,
    summary: meaning(subject.type as EventType),
    contentType: 'application/avro',
    headers: { $ref: '#/components/schemas/CloudEvent' },
    correlationId: { location: '$message.header#/ce_correlationid' },
    payload: { schemaFormat: AVRO, schema: schema && inNamespace(schema) },
    bindings: {
      kafka: {
        key: { type: 'string', description: `The stream’s id: ${schema?.fields[0]?.name}` },
        schemaIdLocation: 'payload',
        schemaIdPayloadEncoding: 'confluent',
        bindingVersion: KAFKA_BINDING,
      },
    },
    ...(golden && { examples: [{ name: `v${golden.version}`, payload: golden.data }] }),
    'x-schema-version': subject.versions.length,
    'x-registry-subject': subject.name,
  }
}
