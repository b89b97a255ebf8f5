import type { Database } from '@bistro/kit/postgres'
import type { Clock } from '@bistro/kit/runtime'
import { remainingOf } from '../projection/remaining.ts'
import { loadPositions } from '../projection/tables.ts'
import type { Work } from './asked.ts'
import type { Gates } from './gates.ts'
import { judge, type Stuck } from './judge.ts'
import { type Marks, NO_MARKS } from './marks.ts'
import { OpenSagas } from './open-sagas.ts'

/** Replicas take turns: the next look is not before. */
const TURN_MS = 1_500
/** A view that is behind by more records says nothing about what waits. */
const BEHIND = 2_000
/** Of these the words are renewed with each look, as they tell how long; of others when something changes. */
const RENEWED = 100

const CLAIM = `insert into looks (name, at) values ('waiting', $1)
  on conflict (name) do update set at = excluded.at where looks.at < excluded.at - interval '${TURN_MS} ms' returning name`
const REPLACE = `insert into stuck_sagas (reservation_id, since, waiting_for)
  select * from unnest($1::uuid[], $2::timestamptz[], $3::json[])
  on conflict (reservation_id) do update set since = excluded.since, waiting_for = excluded.waiting_for`
const FREE = 'delete from stuck_sagas where reservation_id <> all($1::uuid[])'

export interface LookParts {
  readonly database: Database
  readonly clock: Pick<Clock, 'now'>
  readonly work: Pick<Work, 'ask'>
  readonly gates: Gates
  /** Undefined where the log is in memory. */
  readonly marks: { read(): Promise<Marks> } | undefined
}

/** Looks again and again which open sagas wait longer than they should. */
export class Look {
  readonly #parts: LookParts
  readonly #open: OpenSagas
  /** The last ones: what is not read while the log is away has not been read since. */
  marks: Marks = NO_MARKS
  #stored = new Map<string, string>()

  constructor(parts: LookParts) {
    this.#parts = parts
    this.#open = new OpenSagas(parts.database.query)
  }

  /** @returns the stuck sagas; undefined if another replica looks now, or the view is behind */
  async look(): Promise<readonly Stuck[] | undefined> {
    const { database, clock, work, gates } = this.#parts
    const nowMs = clock.now()
    await this.#readMarks()
    if ((await database.query(CLAIM, [new Date(nowMs)])).length === 0) {
      // Another replica looks: what it stores is not known here.
      this.#stored = new Map()
      return undefined
    }
    if (remainingOf(await loadPositions(database.query), this.marks.partitions) > BEHIND) return undefined
    const [quiet, asked] = await Promise.all([this.#open.quiet(nowMs), work.ask()])
    const stuck = await judge(quiet, { asked, marks: this.marks }, gates)
    await this.#store(stuck)
    return stuck
  }

  async #readMarks(): Promise<void> {
    this.marks = (await this.#parts.marks?.read().catch(() => undefined)) ?? this.marks
  }

  async #store(stuck: readonly Stuck[]): Promise<void> {
    const longest = stuck.toSorted((a, b) => a.sinceMs - b.sinceMs)
    const next = new Map<string, string>()
    const changed = longest.filter((one, index) => {
      const key = keyOf(one)
      next.set(one.reservationId, key)
      return index < RENEWED || this.#stored.get(one.reservationId) !== key
    })
    const rows = changed.toSorted((a, b) => (a.reservationId < b.reservationId ? -1 : 1))
    await this.#parts.database.transaction(async (query) => {
      await query(FREE, [stuck.map(({ reservationId }) => reservationId)])
      await query(REPLACE, [
        rows.map(({ reservationId }) => reservationId),
        rows.map(({ sinceMs }) => new Date(sinceMs)),
        rows.map(({ waitingFor }) => JSON.stringify(waitingFor)),
      ])
    })
    this.#stored = next
  }
}

const keyOf = ({ sinceMs, waitingFor }: Stuck): string =>
  [
    sinceMs,
    ...waitingFor.map(({ kind, service, what, attempt, isStuck }) => [kind, service, what, attempt, isStuck]),
  ].join()
