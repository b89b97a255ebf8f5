import type { EventType } from '@bistro/events'
import type { Pool, PoolClient } from 'pg'
import { inTransaction } from '../../product/sql.ts'
import { eventOf, type NewEvent, TRACEPARENT } from '../flow/events.ts'
import type { Participant } from '../flow/participants.ts'
import { type Saga, streamOf } from '../flow/saga.ts'
import { type Decision, POLICIES, type Trigger } from './logic.ts'

/** Something that a service has to act upon. */
export interface Incoming {
  readonly trigger: Trigger
  readonly saga: Saga
  /** The id of a message; an HTTP request has a key instead, or none. */
  readonly messageId?: string
  readonly key?: string
}

/** One transaction per message, one statement per row; resolves with the decision once it is committed. */
export const handle = (pool: Pool, service: Participant, incoming: Incoming): Promise<Decision | undefined> =>
  inTransaction(pool, (client) => act(client, service, incoming))

async function act(client: PoolClient, service: Participant, incoming: Incoming): Promise<Decision | undefined> {
  const { trigger, saga, messageId, key } = incoming
  if (messageId && !(await isNew(client, messageId))) return undefined
  const stream = streamOf(service, saga)
  const { rows } = await client.query<{ status: string }>('select status from states where stream = $1 for update', [
    stream,
  ])
  const decision = POLICIES[service][trigger]?.(rows[0]?.status, saga)
  if (!decision) return undefined
  if (key) await client.query('insert into answers (key, saga) values ($1, $2)', [key, saga.reservationId])
  await count(client, decision)
  for (const type of decision.events) await append(client, stream, saga, eventOf(service, type, saga))
  const version = eventOf(service, decision.events.at(-1) as EventType, saga).version
  await client.query(
    rows[0]
      ? 'update states set version = $2, status = $3, saga = $4 where stream = $1'
      : 'insert into states (stream, version, status, saga) values ($1, $2, $3, $4)',
    [stream, version, decision.status, saga],
  )
  return decision
}

async function isNew(client: PoolClient, messageId: string): Promise<boolean> {
  const text = 'insert into inbox (message_id) values ($1) on conflict do nothing'
  return (await client.query(text, [messageId])).rowCount === 1
}

async function count(client: PoolClient, { counter }: Decision): Promise<void> {
  if (!counter) return
  const text = 'update counters set used = used + $2, due = due + $3 where id = $1 and used + $2 + due + $3 <= cap'
  const { rowCount } = await client.query(text, [counter.id, counter.used, counter.due ?? 0])
  if (rowCount === 0) throw new Error(`counter ${counter.id} has reached its limit`)
}

async function append(client: PoolClient, stream: string, saga: Saga, event: NewEvent): Promise<void> {
  const { id, type, version, bytes } = event
  await client.query(
    `insert into events (stream, version, id, type, time, correlation_id, traceparent, bytes)
      values ($1, $2, $3, $4, now(), $5, $6, $7)`,
    [stream, version, id, type, saga.reservationId, TRACEPARENT, bytes],
  )
  const place = { ce_id: id, ce_type: type, ce_subject: stream, ce_sequence: String(version) }
  const headers = { ...place, traceparent: TRACEPARENT, saga: JSON.stringify(saga) }
  await client.query('insert into outbox (key, headers, bytes) values ($1, $2, $3)', [stream, headers, bytes])
}
