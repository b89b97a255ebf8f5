import type { Outcome, Request } from '../model/input.ts'
import type { World } from '../model/world.ts'
import { Commits } from './commits.ts'
import { followersOf } from './follower.ts'
import { GapWatch } from './gap-watch.ts'
import type { Health, Scope } from './health.ts'
import { resumable } from './learning.ts'
import type { Parts } from './parts.ts'
import { read } from './reading.ts'
import { Relay } from './relay.ts'
import { CONSISTENCY_WAIT_MS, MAX_WAITING_READERS, QueueFull, type Runtime } from './runtime.ts'
import { readParked, settleParked } from './settling.ts'
import { StoreUnavailable } from './store.ts'
import { within } from './within.ts'
import { Worker } from './worker.ts'
import { Writer } from './writer.ts'

/** As the writer meets it; whoever reads meets it by itself. */
const DATABASE = 'the database'
const HOUSEKEEPING_MS = 1_000
const CHECK_EVERY_TICKS = 2
const SWEEP_EVERY_TICKS = 5
const RESUME_EVERY_TICKS = 2
const RESUME_LIMIT = 200
const GAPS_EVERY_TICKS = 5
const FORGET_EVERY_TICKS = 600
const ANSWERS_KEPT_MS = 24 * 3_600_000
/** Of an operator who settles a parked message. */
const SETTLE_PATIENCE_MS = 5_000
/** How often a waiting reader looks although this process has committed nothing: another one may have. */
const LOOK_AGAIN_MS = 100

export interface RunningRuntime extends Runtime {
  /** Resolves with the error that ended the consumer. */
  readonly crashed: Promise<Error>
  /** Stops reading, finishes what is in the queue, publishes it, and lets effects in flight be taken up elsewhere. */
  stop(): Promise<void>
}

/** Runs a service on a store and a log. Resolves when its group has been joined and it reads. */
export async function startRuntime(parts: Parts): Promise<RunningRuntime> {
  const { followers, isRelayed } = await followersOf(parts)
  const relay = new Relay(parts, isRelayed)
  const commits = new Commits()
  const writer = new Writer(parts, {
    takeAcknowledged: () => relay.takeAcknowledged(),
    putBackAcknowledged: (ids) => relay.putBackAcknowledged(ids),
    committed: ({ outbox, owed, world }) => {
      if (outbox) {
        relay.hand(outbox)
        for (const follower of followers) follower.wake()
      }
      worker.take(owed)
      tellParked(parts, world)
      commits.tell()
    },
    troubled: (reason) =>
      reason === undefined ? parts.health.recovered(DATABASE) : parts.health.failed(DATABASE, reason),
  })
  const worker = new Worker(parts, writer)
  const crash = Promise.withResolvers<Error>()
  await relay.sweep(0)
  const subscription = await read(parts, writer, crash.resolve)
  const gaps = new GapWatch(parts, async (topic) => {
    await subscription.reread(topic)
    await writer.flush()
  })
  worker.start()
  for (const follower of followers) follower.start()
  const keeper = setInterval(keepHouse({ parts, writer, relay, worker, commits, gaps }), HOUSEKEEPING_MS)
  return {
    service: parts.service,
    reader: parts.store,
    crashed: crash.promise,
    submit: (request: Request, since?: number): Promise<Outcome> => writer.submit({ kind: 'request', request }, since),
    reached: waitFor(parts, writer, commits),
    settleParked: (id, order) => within(SETTLE_PATIENCE_MS, settleParked(parts, writer, id, order), tooLate),
    readParked: (row) => readParked(parts, row),
    reread: async (topic) => gaps.ask(topic),
    stop: async () => {
      clearInterval(keeper)
      worker.stop()
      await subscription.close()
      await drain(parts, writer)
      await relay.stop()
      await Promise.all(followers.map((follower) => follower.stop()))
      await drain(parts, writer)
    },
  }
}

const tooLate = (): never => {
  throw new StoreUnavailable(`not done within ${SETTLE_PATIENCE_MS} ms; GET /parked shows what became of it`)
}

/** What cannot be stored now is left to be delivered again. */
async function drain({ logger }: Parts, writer: Writer): Promise<void> {
  try {
    await writer.drain()
  } catch (error) {
    logger.warn({ reason: (error as Error).message }, 'stopping with messages that are not stored; they come again')
  }
}

/** Every message is counted; a flood of them is logged as its first few. */
const MAX_LOGGED_PARKED = 10

function tellParked({ meter, logger }: Parts, { parked }: World): void {
  for (const { reason } of parked) meter.parked(reason)
  for (const { reason, message } of parked.slice(0, MAX_LOGGED_PARKED)) {
    const { source, stream, version, type, failure } = message
    logger.warn({ source, stream, version, type, reason, failure }, 'a message is set aside')
  }
  if (parked.length > MAX_LOGGED_PARKED) logger.warn({ messages: parked.length }, 'so many were set aside in one batch')
}

interface House {
  readonly parts: Parts
  readonly writer: Writer
  readonly relay: Relay
  readonly worker: Worker
  readonly commits: Commits
  readonly gaps: GapWatch
}

/** What has to be done now and then. What fails is reported, and done at its next turn; the rest goes on. */
function keepHouse({ parts, writer, relay, worker, commits, gaps }: House): () => void {
  const { store, health } = parts
  let tick = 0
  let busy = false
  const every = async (ticks: number, what: string, work: () => Promise<unknown>, scope: Scope = 'others') => {
    if (tick % ticks !== 0) return
    try {
      await work()
      health.recovered(what)
    } catch (error) {
      health.failed(what, (error as Error).message, scope)
    }
  }
  const turn = async (): Promise<void> => {
    tick += 1
    await every(CHECK_EVERY_TICKS, 'the database (check)', () => store.check(), 'own')
    tellOfWaiting(health, writer.waiting)
    await every(1, 'the renewal of leases', () => worker.renew())
    await every(1, 'the removal of what was published', async () => {
      // Otherwise the next transaction takes it along.
      if (relay.hasAcknowledged && commits.quietMs >= HOUSEKEEPING_MS) await writer.flush()
    })
    await every(SWEEP_EVERY_TICKS, 'the sweep of the outbox', () => relay.sweep())
    await every(RESUME_EVERY_TICKS, 'the resumption of parked messages', () => resume(parts, writer))
    await every(GAPS_EVERY_TICKS, 'the look for gaps', () => gaps.look())
    await every(FORGET_EVERY_TICKS, 'the removal of old answers', () => store.forgetAnswers(ANSWERS_KEPT_MS))
  }
  return () => {
    if (busy) return
    busy = true
    turn().finally(() => {
      busy = false
    })
  }
}

const LOCKED_ROWS = 'rows that other sessions hold'
const LOST_COMMITS = 'word of commits'

/** Inputs that wait aside are on no list of the database's: readiness names them. */
function tellOfWaiting(health: Health, { rows, commits }: Writer['waiting']): void {
  const advice = 'pg_stat_activity and pg_locks show who holds them'
  if (rows > 0)
    health.failed(LOCKED_ROWS, `${rows} inputs wait for rows that another session has locked; ${advice}`, 'others')
  else health.recovered(LOCKED_ROWS)
  if (commits > 0) health.failed(LOST_COMMITS, `${commits} inputs wait to hear whether they are stored`, 'others')
  else health.recovered(LOST_COMMITS)
}

/** Parked messages whose turn came while this process looked elsewhere. */
async function resume(parts: Parts, writer: Writer): Promise<void> {
  const inputs = await resumable(parts, RESUME_LIMIT)
  await Promise.all(inputs.map((input) => writer.submit(input)))
}

function waitFor({ service, store }: Parts, writer: Writer, commits: Commits): Runtime['reached'] {
  let waiting = 0
  const version = async (source: string, stream: string): Promise<number> =>
    source === service.source ? ((await store.head(stream))?.version ?? 0) : store.gateVersion(source, stream)
  const isReached = async (source: string, stream: string, wanted: number, deadline: number): Promise<boolean> => {
    while ((await version(source, stream)) < wanted) {
      if (Date.now() >= deadline) return false
      // What it waits for may be kept back, as it changes nothing here.
      if (writer.hasDeferred) writer.flush().catch(() => undefined)
      await commits.next(LOOK_AGAIN_MS)
    }
    return true
  }
  return async (source, stream, wanted) => {
    if (waiting >= MAX_WAITING_READERS) throw new QueueFull()
    waiting += 1
    const deadline = Date.now() + CONSISTENCY_WAIT_MS
    try {
      return await within(CONSISTENCY_WAIT_MS, isReached(source, stream, wanted, deadline), () => false)
    } finally {
      waiting -= 1
    }
  }
}
