import { BEGINNING, type Mark } from '../runtime/rebuild/port.ts'
import type { EncodedEvent } from '../runtime/store.ts'
import { plain } from './arrays.ts'
import type { Query } from './connection.ts'
import { EVENT_COLUMNS, type EventRecord, toEvent } from './outbox.ts'

/** A position missing for this long never appears: its statement would have timed out. */
const GAP_PATIENCE_MS = 60_000

const ADD = 'insert into editions (topic) values ($1) on conflict do nothing'
/** A session's lock, so that no transaction is open while waiting for the broker. */
const LOCK = 'select pg_try_advisory_lock($1, hashtext($2)) as mine'
const UNLOCK = 'select pg_advisory_unlock($1, hashtext($2))'
const LOCK_CLASS = 7_242_002
export const MARK_OF = 'select position, gaps from editions where topic = $1'
/** Only if no other process has moved it meanwhile, after this session had ended. */
const MOVE = 'update editions set position = $2, gaps = $3 where topic = $1 and position = $4'
const AFTER_MARK = `select ${EVENT_COLUMNS} from editions m join events e on e.published
    and (e.position > m.position or e.position in (select (gap ->> 'position')::bigint from jsonb_array_elements(m.gaps::jsonb) gap))
  where m.topic = $1 order by e.position`
const PASS_ALL_BUT = `update editions set position = greatest(position, (select coalesce(max(position), 0) from events)),
    gaps = (select coalesce(json_agg(json_build_object('position', position, 'noticedAt', $3::bigint) order by position), '[]')
      from events where id = any($2::text[]::uuid[]))
  where topic = $1`
const FOLLOWED = 'select topic from editions'
const UNFOLLOW = 'delete from editions where topic = $1'

const PAGE = `select * from (
    (select position, published, ${EVENT_COLUMNS} from events where position = any($2::bigint[]))
    union all
    (select position, published, ${EVENT_COLUMNS} from events where position > $1 order by position limit $3)
  ) page order by position`

type Row = EventRecord & { readonly position: number; readonly published: boolean }

/**
 * Publishes the next events for a topic, in stored order. Positions are assigned before their transactions
 * commit, so a missing one is stored as a gap and published when it appears. Call it on a session of its own,
 * which is closed if this throws.
 * @returns how many rows were passed; undefined while another process does it
 */
export async function publishFurther(
  query: Query,
  topic: string,
  limit: number,
  publish: (events: readonly EncodedEvent[]) => Promise<void>,
): Promise<number | undefined> {
  await query('add_edition', ADD, [topic])
  const [lock] = await query<{ mine: boolean }>('lock_edition', LOCK, [LOCK_CLASS, topic])
  if (!lock?.mine) return undefined
  try {
    return await publishNext(query, topic, limit, publish)
  } finally {
    // If the session is lost, so is its lock.
    await query('unlock_edition', UNLOCK, [LOCK_CLASS, topic]).catch(() => undefined)
  }
}

async function publishNext(
  query: Query,
  topic: string,
  limit: number,
  publish: (events: readonly EncodedEvent[]) => Promise<void>,
): Promise<number> {
  const [mark = BEGINNING] = await query<Mark>('edition_mark', MARK_OF, [topic])
  const { rows, next } = await readNext(query, mark, limit)
  const events = rows.filter(({ published }) => published).map(toEvent)
  if (events.length > 0) await publish(events)
  if (rows.length > 0 || next.gaps.length < mark.gaps.length)
    await query('move_edition', MOVE, [topic, next.position, JSON.stringify(next.gaps), mark.position])
  return rows.length
}

/** Topics that a backfill publishes or published. */
export const followedTopics = async (query: Query): Promise<string[]> =>
  (await query<{ topic: string }>('followed', FOLLOWED)).map(({ topic }) => topic)

/** The published events that `publishFurther` would pass on next. */
export const afterMark = async (query: Query, topic: string): Promise<EncodedEvent[]> =>
  (await query<EventRecord>('after_mark', AFTER_MARK, [topic])).map(toEvent)

/** Nothing but these events is left to pass on. */
export const passAllBut = async (query: Query, topic: string, ids: readonly string[]): Promise<void> =>
  void (await query('pass_all_but', PASS_ALL_BUT, [topic, plain(ids), Date.now()]))

export const unfollow = async (query: Query, topic: string): Promise<void> =>
  void (await query('unfollow', UNFOLLOW, [topic]))

/** The next events in stored order, and those of earlier gaps that have appeared. */
export async function readNext(
  query: Query,
  mark: Mark,
  limit: number,
): Promise<{ readonly rows: readonly Row[]; readonly next: Mark }> {
  const gaps = plain(mark.gaps.map(({ position }) => String(position)))
  const rows = await query<Row>('events_page', PAGE, [mark.position, gaps, limit])
  return {
    rows,
    next: moved(
      mark,
      rows.map(({ position }) => position),
      Date.now(),
    ),
  }
}

/** @param forgets whether gaps may be given up for old: their events cannot be on their way any more */
export function moved(mark: Mark, positions: readonly number[], now: number, forgets = true): Mark {
  const found = new Set(positions)
  const position = positions.reduce((last, one) => Math.max(last, one), mark.position)
  const isOld = (noticedAt: number): boolean => forgets && noticedAt <= now - GAP_PATIENCE_MS
  const gaps = mark.gaps.filter((gap) => !found.has(gap.position) && !isOld(gap.noticedAt))
  for (let missing = mark.position + 1; missing < position; missing += 1)
    if (!found.has(missing)) gaps.push({ position: missing, noticedAt: now })
  return { position, gaps }
}
