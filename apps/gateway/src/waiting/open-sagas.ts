import type { Statement } from '@bistro/kit/postgres'
import type { Quiet } from './judge.ts'
import { isStep, type Step } from './waits.ts'

/** Sagas with news since then are on their way. */
const NEWS_MS = 4_000
/** More open sagas than this are not looked at, the newest ones. */
const MOST = 20_000
const AT_A_TIME = 1_000

const OPEN = `select reservation_id as id, seen_at as "seenAt", greatest(seen_at, last_at) as news from sagas
  where status = 'open' and seen_at < $1::timestamptz order by started_at, reservation_id limit ${MOST}`
const STEPS = `select saga, service, stream, version, type, time, id, causation, topic, kafka_partition as partition,
    kafka_offset::text as "offset"
  from saga_events where saga = any($1::uuid[]) and version > 0`

interface Row extends Omit<Step, 'timeMs'> {
  readonly saga: string
  readonly time: Date
}

/** Open sagas without recent news, with their events: loaded once, and again after news. */
export class OpenSagas {
  readonly #query: Statement
  #known = new Map<string, { readonly seenMs: number; readonly steps: Step[] }>()

  constructor(query: Statement) {
    this.#query = query
  }

  async quiet(nowMs: number): Promise<Quiet[]> {
    const open = await this.#query<{ id: string; seenAt: Date; news: Date }>(OPEN, [new Date(nowMs - NEWS_MS)])
    const known = new Map<string, { readonly seenMs: number; readonly steps: Step[] }>()
    const changed: string[] = []
    for (const { id, seenAt } of open) {
      const before = this.#known.get(id)
      if (before?.seenMs === seenAt.getTime()) known.set(id, before)
      else {
        known.set(id, { seenMs: seenAt.getTime(), steps: [] })
        changed.push(id)
      }
    }
    await this.#load(changed, known)
    this.#known = known
    return open.map(({ id, news }) => ({
      reservationId: id,
      newsMs: news.getTime(),
      steps: known.get(id)?.steps ?? [],
    }))
  }

  async #load(ids: readonly string[], into: ReadonlyMap<string, { readonly steps: Step[] }>): Promise<void> {
    for (let start = 0; start < ids.length; start += AT_A_TIME) {
      const rows = await this.#query<Row>(STEPS, [ids.slice(start, start + AT_A_TIME)])
      for (const { saga, time, ...row } of rows)
        if (isStep(row)) into.get(saga)?.steps.push({ ...row, timeMs: time.getTime() })
    }
  }
}
