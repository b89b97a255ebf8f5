import { Client } from 'pg'
import type { CatchUp, SlotStanding, SlotState } from '../../runtime/wal.ts'
import { PLAIN_OPTIONS, type Query, queryOf, sessionOf } from '../connection.ts'
import { mapError } from '../errors.ts'

/** Advisory lock of the process that makes the slot. */
const MAKER_LOCK = 7_242_003
/** A new slot waits for the transactions that are open. */
const MAKE_TIMEOUT_MS = 30_000
/** A paused process keeps neither lock nor slot for longer. */
const IDLE_TIMEOUT_MS = 30_000
const SHOW_LIFE_EVERY_MS = 5_000
/** Of the room that the server allows, this share must be left. */
const LEAST_ROOM = 0.2

const LOOK = `select active, database = current_database() as own, wal_status as status, invalidation_reason as why, safe_wal_size as room,
    coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint as kept
  from pg_replication_slots where slot_name = $1`
const LOCK = 'select pg_try_advisory_lock($1) as mine'
const DROP = 'select pg_drop_replication_slot($1)'
const CREATE = `select pg_create_logical_replication_slot($1, 'pgoutput', true)`
const KEEP = 'select pg_copy_logical_replication_slot($1, $2, false)'

interface SlotRow {
  readonly active: boolean
  /** False if another database has this name now: a restored one. */
  readonly own: boolean
  readonly status: string | null
  readonly why: string | null
  readonly room: string | number | null
  readonly kept: number
}

/** Slots belong to a server, not to a database: the name tells both service and database. */
export const slotNameOf = (service: string, database: string): string =>
  `${service}_${database}`.replace(/[^a-z0-9_]/g, '_').slice(0, 50)

/** A look with any login. */
export const lookAt = async (query: Query, slot: string): Promise<SlotRow | undefined> =>
  (await query<SlotRow>('look_at_slot', LOOK, [slot]))[0]

export function standingOf(slot: string, row: SlotRow | undefined): SlotStanding | undefined {
  if (!row) return undefined
  const { kept: keptBytes, room } = row
  const isNear = room !== null && Number(room) < LEAST_ROOM * (Number(room) + keptBytes)
  return {
    keptBytes,
    endangered: isNear
      ? `the slot ${slot} keeps ${keptBytes} bytes of WAL and is lost after ${Math.max(0, Number(room))} more (max_slot_wal_keep_size)`
      : undefined,
  }
}

const isLost = (row: SlotRow): boolean => row.status === 'lost' || row.why !== null || !row.own

function whyLost(slot: string, row: SlotRow | undefined): string {
  if (!row) return `the slot ${slot} was dropped`
  if (!row.own) return `the slot ${slot} is of a database that another one has replaced`
  return `the slot ${slot} was invalidated (${row.why ?? row.status})`
}

/**
 * Makes the slot if there is none that can be read. The new one is temporary until `catchUp` is done: if this process dies
 * before that, it is gone, and another process starts over.
 * @param url of the login that may replicate
 */
export async function prepareSlot(
  query: Query,
  url: string,
  slot: string,
  isFirst: boolean,
  catchUp: CatchUp,
): Promise<SlotState> {
  const found = await lookAt(query, slot)
  if (found && !isLost(found)) return found.active ? 'taken' : 'ready'
  return withLogin(url, async (ask) => {
    const [lock] = await ask<{ mine: boolean }>('lock_slot', LOCK, [MAKER_LOCK])
    if (!lock?.mine) return 'busy'
    const row = await lookAt(ask, slot)
    if (row && !isLost(row)) return row.active ? 'taken' : 'ready'
    if (row) await ask('drop_slot', DROP, [slot])
    await ask('create_slot', CREATE, [`${slot}_new`])
    const alive = setInterval(() => void ask('alive', 'select 1').catch(() => undefined), SHOW_LIFE_EVERY_MS)
    await catchUp(isFirst ? undefined : whyLost(slot, row)).finally(() => clearInterval(alive))
    await ask('keep_slot', KEEP, [`${slot}_new`, slot])
    return 'ready'
  })
}

async function withLogin<T>(url: string, work: (ask: Query) => Promise<T>): Promise<T> {
  const options = `${PLAIN_OPTIONS} -c statement_timeout=${MAKE_TIMEOUT_MS} -c idle_session_timeout=${IDLE_TIMEOUT_MS}`
  const client = new Client({ ...sessionOf(url, options), query_timeout: MAKE_TIMEOUT_MS })
  // Its queries fail as well; an unhandled event would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect().catch((error) => Promise.reject(mapError(error)))
    return await work(queryOf(client))
  } finally {
    await client.end().catch(() => undefined)
  }
}
