import { NIL_STREAM } from '../model/unit-of-work.ts'
import type { Backlog, Counted } from '../runtime/store.ts'
import type { Query } from './connection.ts'

const COUNTED = `count(*)::integer as count, coalesce(extract(epoch from now() - min(since)) * 1000, 0)::float8 as "oldestMs"`

const FAILING = `select ${COUNTED} from owed where last_error is not null`

const EFFECTS = `select name, ${COUNTED} from owed where kind = 'effect' group by name`

const PARKED = `select reason, source, ${COUNTED} from parked group by reason, source`

const GATES = `select ${COUNTED.replace('count(*)', 'count(distinct (stream, source))')} from parked where stream <> '${NIL_STREAM}'`

const NONE: Counted = { count: 0, oldestMs: 0 }

/** Counts what waits in the database. */
export async function readBacklog(query: Query): Promise<Backlog> {
  const [failing = NONE] = await query<Counted>('backlog_failing', FAILING)
  const effects = await query<Backlog['effects'][number]>('backlog_effects', EFFECTS)
  const parked = await query<Backlog['parked'][number]>('backlog_parked', PARKED)
  const [gates = NONE] = await query<Counted>('backlog_gates', GATES)
  return { failing, effects, parked, gates }
}
