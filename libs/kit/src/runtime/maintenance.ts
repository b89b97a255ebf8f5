import type { Timer } from './clock.ts'
import type { Commits } from './commits.ts'
import type { GapWatch } from './gap-watch.ts'
import type { Health, Scope } from './health.ts'
import { resumable } from './learning.ts'
import type { Subscription } from './log.ts'
import type { Parts } from './parts.ts'
import type { Relay } from './relay.ts'
import { lookAtStanding } from './standing.ts'
import type { Wal } from './wal.ts'
import type { Worker } from './worker.ts'
import type { Writer } from './writer.ts'

const EVERY_MS = 1_000
const CHECK_EVERY_MS = 2_000
const RESUME_EVERY_MS = 2_000
const RESUME_LIMIT = 200
/** While full pages of parked messages are resumed, the next page follows at once, for this time. */
const RESUME_FOR_MS = 1_000
const COUNT_EVERY_MS = 10_000
const GAPS_EVERY_MS = 2_000
const SWEEP_EVERY_MS = 5_000
const FORGET_EVERY_MS = 600_000
const ANSWERS_KEPT_MS = 24 * 3_600_000

/** Periodic work; a failure is reported to health, and the next turn retries. */
interface Chore {
  readonly what: string
  readonly everyMs: number
  /** own: a failure makes the service not ready. */
  readonly scope?: Scope
  run(): Promise<unknown>
}

export interface Maintained {
  readonly parts: Parts
  readonly writer: Writer
  readonly relay: Relay
  readonly worker: Worker
  readonly commits: Commits
  readonly gaps: GapWatch
  readonly subscription: Subscription
}

/** Chores run independently: leases are renewed in time while the broker or a locked row blocks another chore. */
export function maintain(maintained: Maintained): () => void {
  const timers = choresOf(maintained).map((chore) => repeat(chore, maintained.parts))
  return () => timers.forEach((timer) => void timer.cancel())
}

function choresOf({ parts, writer, relay, worker, commits, gaps, subscription }: Maintained): readonly Chore[] {
  const { store, health } = parts
  return [
    { what: 'the database (check)', everyMs: CHECK_EVERY_MS, scope: 'own', run: () => store.check() },
    { what: 'the check of held inputs', everyMs: EVERY_MS, run: async () => tellOfWaiting(health, writer.waiting) },
    { what: 'lease renewal', everyMs: EVERY_MS, run: () => worker.renew() },
    {
      what: 'the removal of published outbox entries',
      everyMs: EVERY_MS,
      run: async () => {
        // Otherwise the next transaction deletes them.
        if (relay.hasAcknowledged && commits.quietMs >= EVERY_MS) await writer.flush()
      },
    },
    { what: 'the outbox sweep', everyMs: SWEEP_EVERY_MS, run: () => relay.sweep() },
    { what: 'resuming parked messages', everyMs: RESUME_EVERY_MS, run: () => resume(parts, writer) },
    {
      what: 'the backlog count',
      everyMs: COUNT_EVERY_MS,
      run: () => lookAtStanding(parts, writer, subscription),
    },
    ...(store.wal ? [lookAtSlot(parts, store.wal)] : []),
    { what: 'the gap check', everyMs: GAPS_EVERY_MS, run: () => gaps.look() },
    {
      what: 'the removal of expired idempotency keys',
      everyMs: FORGET_EVERY_MS,
      run: () => store.forgetAnswers(ANSWERS_KEPT_MS),
    },
  ]
}

const lookAtSlot = ({ meter, health }: Parts, wal: Wal): Chore => ({
  what: 'the look at the replication slot',
  everyMs: COUNT_EVERY_MS,
  run: async () => {
    const standing = await wal.standing()
    meter.walKept(standing?.keptBytes ?? 0)
    if (standing?.endangered) health.failed(SLOT_SPACE, standing.endangered, 'others')
    else health.recovered(SLOT_SPACE)
  },
})

const SLOT_SPACE = 'room for the replication slot'

function repeat(
  { what, everyMs, scope = 'others', run }: Chore,
  { health, clock }: Pick<Parts, 'health' | 'clock'>,
): Timer {
  let busy = false
  const turn = async (): Promise<void> => {
    try {
      await run()
      health.recovered(what)
    } catch (error) {
      health.failed(what, (error as Error).message, scope)
    } finally {
      busy = false
    }
  }
  return clock.every(everyMs, () => {
    if (busy) return
    busy = true
    void turn()
  })
}

const LOCKED_ROWS = 'access to locked rows'
const LOST_COMMITS = 'the outcome of commits'

/** Inputs that wait aside are only in memory: readiness reports them. */
function tellOfWaiting(health: Health, { rows, commits }: Writer['waiting']): void {
  const advice = 'pg_locks and pg_stat_activity show which'
  if (rows > 0)
    health.failed(LOCKED_ROWS, `${rows} inputs wait for rows that another session has locked; ${advice}`, 'others')
  else health.recovered(LOCKED_ROWS)
  if (commits > 0)
    health.failed(LOST_COMMITS, `${commits} inputs wait for the outcome of a commit that got no response`, 'others')
  else health.recovered(LOST_COMMITS)
}

/** Resumes parked messages that became next without a write of this process. */
async function resume(parts: Parts, writer: Writer): Promise<void> {
  const until = parts.clock.monotonic() + RESUME_FOR_MS
  for (;;) {
    const inputs = await resumable(parts, RESUME_LIMIT)
    await Promise.all(inputs.map((input) => writer.submit(input)))
    if (inputs.length < RESUME_LIMIT || parts.clock.monotonic() > until) return
  }
}
