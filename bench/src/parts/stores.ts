import type { Log } from '@bistro/kit/runtime'
import { Pool, type PoolClient } from 'pg'
import { v7 as newId } from 'uuid'
import { codec, TRACEPARENT } from '../peers/flow/events.ts'
import { inTransaction } from '../product/sql.ts'
import { NOTED, startNotes } from './notes.ts'

/** One way to append an event to a stream and to keep the stream's state. */
export interface StoreUse {
  append(stream: string): Promise<void>
  close(): Promise<void>
}

export const CONNECTIONS = 16

const NOWHERE: Log = {
  send: async () => {},
  subscribe: async () => ({
    membership: { isMember: true, partitions: 1 },
    close: async () => {},
    reread: async () => {},
  }),
  bounds: async () => [],
  close: async () => {},
}

/** The kit's store behind the kit's queue, as a service uses it; its events are acknowledged at once. */
export async function ofKit(url: string): Promise<StoreUse> {
  const { note, close } = await startNotes(url, NOWHERE)
  return { append: async (stream) => void (await note(stream)), close }
}

const INSERT_EVENT = `insert into events
    (stream, version, id, aggregate, type, time, causation_id, traceparent, published, bytes)
  values ($1, $2, $3::uuid, 'note', $4, now(), $3::uuid::text, $5, true, $6) returning position`

/** As commonly written: a transaction for each command, a statement for each row, into the same tables. */
export async function ofRows(url: string): Promise<StoreUse> {
  const pool = new Pool({ connectionString: url, max: CONNECTIONS })
  return { append: (stream) => inTransaction(pool, (client) => appendRows(client, stream)), close: () => pool.end() }
}

async function appendRows(client: PoolClient, stream: string): Promise<void> {
  const text = 'select version, state from streams where stream = $1 for update'
  const found = await client.query<{ version: number; state: { times: number } }>({
    name: 'load',
    text,
    values: [stream],
  })
  const { version, state } = found.rows[0] ?? { version: 0, state: { times: 0 } }
  const bytes = codec.encode(NOTED.type, NOTED.data)
  const event = [stream, version + 1, newId(), NOTED.type, TRACEPARENT, bytes]
  const { rows } = await client.query({ name: 'event', text: INSERT_EVENT, values: event })
  await client.query({
    name: version === 0 ? 'insert' : 'update',
    text:
      version === 0
        ? "insert into streams (stream, aggregate, version, state) values ($1, 'note', $2, $3)"
        : 'update streams set version = $2, state = $3 where stream = $1',
    values: [stream, version + 1, { times: state.times + 1 }],
  })
  await client.query({
    name: 'outbox',
    text: 'insert into outbox (positions) values ($1)',
    values: [[rows[0].position]],
  })
}

const ONE_CALL = `create function append_note(s uuid, e uuid, t text, trace text, b bytea) returns void language plpgsql as $$
declare v integer; p bigint;
begin
  select version into v from streams where stream = s for update;
  v := coalesce(v, 0) + 1;
  insert into events (stream, version, id, aggregate, type, time, causation_id, traceparent, published, bytes)
    values (s, v, e, 'note', t, now(), e, trace, true, b) returning position into p;
  insert into streams (stream, aggregate, version, state) values (s, 'note', v, json_build_object('times', v))
    on conflict (stream) do update set version = excluded.version, state = excluded.state;
  insert into outbox (positions) values (array[p]);
end $$`

/** All of it in one call of one function: one round trip, a transaction for each command. */
export async function ofOneCall(url: string): Promise<StoreUse> {
  const pool = new Pool({ connectionString: url, max: CONNECTIONS })
  await pool.query(ONE_CALL)
  const text = 'select append_note($1, $2, $3, $4, $5)'
  return {
    append: async (stream) => {
      const values = [stream, newId(), NOTED.type, TRACEPARENT, codec.encode(NOTED.type, NOTED.data)]
      await pool.query({ name: 'append', text, values })
    },
    close: () => pool.end(),
  }
}
