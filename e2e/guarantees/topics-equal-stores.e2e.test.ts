import {
  type Arranged,
  arrange,
  ORDINARY,
  readAll as readByClient,
  readEvents,
  reserve,
  SERVICES,
  type Wishes,
  watchSagas,
} from '@bistro/client'
import { topics, topicsOf } from '@bistro/events'
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { withDatabase } from '../support/databases.ts'
import { plainClient, readTopics, streamsWithGaps, type TopicRecord, throughTheGate } from '../support/records.ts'
import { endOf, textIn } from '../support/sagas.ts'
import { manifest } from '../support/shared-stack.ts'

const { kafka, registry } = manifest
const MIX: readonly Partial<Wishes>[] = [
  {},
  { seats: 99 },
  { creditLimitCents: 1 },
  { cardToken: 'tok_declined' },
  { cardToken: 'tok_slow' },
]
const SETTLED = { timeout: 10_000, interval: 500 }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const REQUIRED: Readonly<Record<string, RegExp>> = {
  ce_specversion: /^1\.0$/,
  ce_id: UUID,
  ce_type: /^bistro\.[a-z]+\.[A-Z][A-Za-z_]+$/,
  ce_source: /^\/services\/[a-z]+$/,
  ce_subject: UUID,
  ce_time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  ce_sequence: /^[1-9]\d*$/,
  ce_causationid: UUID,
  traceparent: /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/,
  'content-type': /^application\/avro$/,
}
const OPTIONAL: Readonly<Record<string, RegExp>> = { ce_correlationid: UUID }

const readAll = () => readTopics(plainClient(kafka.bootstrap, kafka.reader), Object.values(topics))

describe('topics, read by a client that knows nothing of the project', () => {
  let records: TopicRecord[] = []

  beforeAll(async () => {
    const reader = await readEvents(manifest)
    const sagas = watchSagas(reader)
    await Promise.all(MIX.map(async (wish) => play({ ...ORDINARY, ...wish }, (id) => endOf(sagas, id))))
    await reader.close()
    await vi.waitFor(async () => {
      records = await readAll()
      expect(throughTheGate(records)).toHaveLength(await countStored())
    }, SETTLED)
  })

  it('are read whole by each of several readers that begin at the same moment', async () => {
    const read = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const order: string[] = []
        await readByClient(manifest, [topics.order], ({ headers }) => void order.push(headers.ce_id ?? ''))
        return order.length
      }),
    )
    expect(new Set(read)).toEqual(new Set([records.filter(({ topic }) => topic === topics.order).length]))
  })

  it('carry complete and well-formed CloudEvents headers, the key being the subject', () => {
    expect(records.flatMap(headerFaults)).toEqual([])
  })

  it('have values that resolve in the registry to the record that ce_type names, registered for that topic', async () => {
    const client = new SchemaRegistry({ host: registry.url })
    for (const { headers, value } of records) {
      const data = (await client.decode(value)) as Record<string, unknown>
      expect(Object.values(data)[0]).toBe(headers.ce_subject)
      if ('reservationId' in data) expect(headers.ce_correlationid).toBe(data.reservationId)
    }
    const pairs = new Map(records.map(({ topic, headers, value }) => [`${topic}-${headers.ce_type}`, value]))
    for (const [subject, value] of pairs) {
      const id = value.readUInt32BE(1)
      expect(await client.getLatestSchemaId(subject)).toBe(id)
      expect(await client.getSchema(id)).toHaveProperty('name', subject.replace(/^bistro\.[a-z]+\.v1-/, ''))
    }
  })

  it('count ce_sequence from 1 without gaps in every stream', () => {
    const distinct = throughTheGate(records)
    expect(distinct.length).toBeGreaterThan(30)
    expect(streamsWithGaps(distinct)).toEqual([])
  })

  it.each(SERVICES)('hold what %s has stored as published: the same events, no gap, no extra', async (service) => {
    const own = topicsOf(service)
    const published = throughTheGate(records.filter(({ topic }) => own.includes(topic))).map(identityOf)
    expect(published.sort()).toEqual((await stored(service)).sort())
  })
})

async function play(wishes: Wishes, ended: (sagaId: string) => Promise<string>): Promise<void> {
  const arranged: Arranged = await arrange(manifest, wishes)
  await ended(textIn(await reserve(manifest, arranged, wishes), 'reservationId'))
}

function headerFaults({ key, headers }: TopicRecord): string[] {
  const known = { ...REQUIRED, ...OPTIONAL }
  const wrong = Object.entries(REQUIRED).flatMap(([name, form]) => (form.test(headers[name] ?? '') ? [] : [name]))
  const strange = Object.entries(headers).flatMap(([name, text]) => (known[name]?.test(text) ? [] : [name]))
  const keyed = key === headers.ce_subject ? [] : ['key']
  return [...new Set([...wrong, ...strange, ...keyed])].map((name) => `${headers.ce_type} ${name}: ${headers[name]}`)
}

const identityOf = ({ headers, value }: TopicRecord): string =>
  `${headers.ce_subject} ${headers.ce_sequence} ${headers.ce_id} ${value.toString('hex')}`

const stored = (service: (typeof SERVICES)[number]): Promise<string[]> =>
  withDatabase(manifest, service, async (client) => {
    const { rows } = await client.query<{ identity: string }>(
      `select concat_ws(' ', stream, version, id, encode(bytes, 'hex')) as identity from events where published`,
    )
    return rows.map(({ identity }) => identity)
  })

async function countStored(): Promise<number> {
  const all = await Promise.all(SERVICES.map(stored))
  return all.flat().length
}
