import type { Manifest } from '@bistro/client'
import { createKafkaLog } from '@bistro/kit/kafka'
import { type Log, SILENT_LOGGER, SILENT_METER } from '@bistro/kit/runtime'
import { Client, Pool } from 'pg'
import {
  DatabaseSetup,
  getDisabledLogger,
  initializeMessageStorage,
  initializePollingMessageListener,
  type PollingListenerConfig,
} from 'pg-transactional-outbox'
import { v7 as newId } from 'uuid'
import { codec, TRACEPARENT } from '../peers/flow/events.ts'
import { NOTED, notes, startNotes } from './notes.ts'

/** How many events one transaction stores. */
export const GROUP_EVENTS = 100

/** One way from a committed event to the broker's acknowledgement. */
export interface RelayUse {
  /** Stores a group of events in one transaction. */
  commit(): Promise<void>
  /** Events that the broker has acknowledged so far. */
  published(): number
  close(): Promise<void>
}

export const connectLog = (manifest: Manifest): Promise<Log> => {
  const { user: username, password } = manifest.kafka.admin
  return createKafkaLog({
    brokers: manifest.kafka.bootstrap.split(','),
    clientId: 'bench',
    username,
    password,
    logger: SILENT_LOGGER,
  })
}

/** A log that is written to and not read. */
export const withoutReading = (log: Log): Log => ({
  ...log,
  subscribe: async () => ({
    membership: { isMember: true, partitions: 1 },
    close: async () => {},
    reread: async () => {},
  }),
})

/** Committed events are handed over in memory; acknowledged ones leave the outbox with the next transaction. */
export async function ofKit(url: string, log: Log): Promise<RelayUse> {
  let published = 0
  const relayed = (events: number): void => {
    published += events
  }
  const { note, close } = await startNotes(url, withoutReading(log), { ...SILENT_METER, relayed })
  return {
    commit: async () => {
      await Promise.all(Array.from({ length: GROUP_EVENTS }, () => note(newId())))
    },
    published: () => published,
    close,
  }
}

const POLL_EVERY_MS = 100
const MAX_ROWS = 1_000

/** The outbox as commonly polled: each row sent by itself, then marked, then the next. */
export async function ofRows(url: string, log: Log): Promise<RelayUse> {
  const pool = new Pool({ connectionString: url, max: 4 })
  await pool.query(`create table plain_outbox (position bigint generated always as identity primary key, key uuid not null,
    bytes bytea not null, published_at timestamptz)`)
  await pool.query('create index on plain_outbox (position) where published_at is null')
  let published = 0
  let isClosed = false
  const poll = async (): Promise<void> => {
    while (!isClosed) {
      const text = 'select position, key, bytes from plain_outbox where published_at is null order by position limit $1'
      const { rows } = await pool.query<{ position: string; key: string; bytes: Buffer }>(text, [MAX_ROWS])
      for (const { position, key, bytes } of rows) {
        if (isClosed) return
        await log.send(notes.topic, [{ key, value: bytes, headers: { traceparent: TRACEPARENT } }])
        await pool.query('update plain_outbox set published_at = now() where position = $1', [position])
        published += 1
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS))
    }
  }
  const polling = poll()
  return {
    commit: async () => {
      const keys = Array.from({ length: GROUP_EVENTS }, () => newId())
      const text = 'insert into plain_outbox (key, bytes) select k, $2 from unnest($1::uuid[]) k'
      await pool.query(text, [keys, codec.encode(NOTED.type, NOTED.data)])
    },
    published: () => published,
    close: async () => {
      isClosed = true
      await polling
      await pool.end()
    },
  }
}

const TABLE = {
  outboxOrInbox: 'outbox',
  database: '',
  schema: 'public',
  table: 'pto_outbox',
  listenerRole: 'postgres',
} as const
const NEXT = { nextMessagesSchema: 'public', nextMessagesName: 'next_outbox_messages' }

/** The library with its polling listener, set to look often and to take many at a time. */
export async function ofLibrary(url: string, log: Log): Promise<RelayUse> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(DatabaseSetup.dropAndCreateTable(TABLE))
  await client.query(DatabaseSetup.createPollingFunction({ ...TABLE, ...NEXT }))
  await client.query(DatabaseSetup.setupPollingIndexes({ ...TABLE, ...NEXT }))
  const config: PollingListenerConfig = {
    outboxOrInbox: 'outbox',
    dbListenerConfig: { connectionString: url },
    settings: {
      dbSchema: TABLE.schema,
      dbTable: TABLE.table,
      enableMaxAttemptsProtection: false,
      enablePoisonousMessageProtection: false,
      nextMessagesFunctionName: NEXT.nextMessagesName,
      nextMessagesBatchSize: GROUP_EVENTS,
      nextMessagesPollingIntervalInMs: 50,
    },
  }
  const logger = getDisabledLogger()
  const store = initializeMessageStorage(config, logger)
  let published = 0
  const handle = async ({ aggregateId, payload }: { aggregateId: string; payload: unknown }): Promise<void> => {
    const value = Buffer.from((payload as { bytes: string }).bytes, 'base64')
    await log.send(notes.topic, [{ key: aggregateId, value, headers: { traceparent: TRACEPARENT } }])
    published += 1
  }
  const [shutdown] = initializePollingMessageListener(config, { handle }, logger)
  return {
    commit: async () => {
      const bytes = codec.encode(NOTED.type, NOTED.data).toString('base64')
      await client.query('begin')
      for (let stored = 0; stored < GROUP_EVENTS; stored++) {
        const [id, aggregateId] = [newId(), newId()]
        const message = { id, aggregateType: 'note', aggregateId, messageType: NOTED.type }
        await store({ ...message, concurrency: 'parallel', payload: { bytes } }, client)
      }
      await client.query('commit')
    },
    published: () => published,
    close: async () => {
      await shutdown()
      await client.end()
    },
  }
}
