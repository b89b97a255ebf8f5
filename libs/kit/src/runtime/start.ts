import type { Outcome, Request } from '../model/input.ts'
import { backfillPublishersOf } from './backfill.ts'
import { Commits } from './commits.ts'
import { GapWatch } from './gap-watch.ts'
import { readHistory } from './history.ts'
import { maintain } from './maintenance.ts'
import { ParkedNews } from './news.ts'
import { OutboxRelay } from './outbox-relay.ts'
import type { Parts } from './parts.ts'
import { read } from './reading.ts'
import { RebuildableViews } from './rebuild/views.ts'
import { CONSISTENCY_WAIT_MS, MAX_WAITING_READERS, QueueFull, type Runtime } from './runtime.ts'
import { readParked, settleParked } from './settling.ts'
import { StoreUnavailable } from './store.ts'
import { WalRelay } from './wal-relay.ts'
import { within } from './within.ts'
import { Worker } from './worker.ts'
import { Writer } from './writer.ts'

/** Health name of the database, as the writer reports it. */
const DATABASE = 'the database'
/** Time limit of an operator's order on a parked message. */
const SETTLE_PATIENCE_MS = 5_000
/** Polling interval of a waiting reader: another process may have committed. */
const LOOK_AGAIN_MS = 100

export interface RunningRuntime extends Runtime {
  /** Resolves with the error that ended the consumer. */
  readonly crashed: Promise<Error>
  /** Stops reading, stores and publishes what is queued, and leaves effects in flight to other processes. */
  stop(): Promise<void>
}

/** Runs a service on a store and a log. Resolves when it has joined its group and reads. */
export async function startRuntime(parts: Parts): Promise<RunningRuntime> {
  const { backfills, isRelayed } = await backfillPublishersOf(parts)
  const { wal } = parts.store
  const relay = wal ? new WalRelay(parts, wal, isRelayed) : new OutboxRelay(parts, isRelayed)
  const commits = new Commits(parts.clock)
  const news = new ParkedNews(parts)
  const writer = new Writer(parts, {
    takeAcknowledged: () => relay.takeAcknowledged(),
    putBackAcknowledged: (ids) => relay.putBackAcknowledged(ids),
    committed: ({ outbox, pending, unit }) => {
      if (outbox) relay.committed(outbox)
      if (unit.events.length > 0) for (const backfill of backfills) backfill.wake()
      worker.take(pending)
      news.tell(unit.parked)
      commits.tell()
    },
    troubled: (reason) =>
      reason === undefined ? parts.health.recovered(DATABASE) : parts.health.failed(DATABASE, reason),
  })
  const worker = new Worker(parts, writer)
  const crash = Promise.withResolvers<Error>()
  await relay.start()
  const subscription = await read(parts, writer, crash.resolve)
  const gaps = new GapWatch(parts, async (topic) => {
    await subscription.reread(topic)
    await writer.flush()
  })
  worker.start()
  for (const backfill of backfills) backfill.start()
  const views = new RebuildableViews(parts)
  const endMaintenance = maintain({ parts, writer, relay, worker, commits, gaps, subscription })
  return {
    service: parts.service,
    reader: parts.store,
    crashed: crash.promise,
    submit: (request: Request, since?: number): Promise<Outcome> => writer.submit({ kind: 'request', request }, since),
    reached: waitFor(parts, writer, commits),
    settleParked: (id, order) =>
      within(parts.clock, SETTLE_PATIENCE_MS, settleParked(parts, writer, id, order), tooLate),
    readParked: (row) => readParked(parts, row),
    readHistory: (stream, until) => readHistory(parts, stream, until),
    reread: async (topic) => gaps.ask(topic),
    views,
    stop: async () => {
      endMaintenance()
      await views.stop()
      worker.stop()
      await subscription.close()
      await drain(parts, writer)
      await relay.stop()
      await Promise.all(backfills.map((backfill) => backfill.stop()))
      await drain(parts, writer)
    },
  }
}

const tooLate = (): never => {
  throw new StoreUnavailable(
    `not done within ${SETTLE_PATIENCE_MS} ms; GET /parked shows whether the message is still parked`,
  )
}

/** What cannot be stored now is redelivered later. */
async function drain({ logger }: Parts, writer: Writer): Promise<void> {
  try {
    await writer.drain()
  } catch (error) {
    logger.warn(
      { reason: (error as Error).message },
      'stopping before all messages are stored; Kafka delivers them again',
    )
  }
}

function waitFor({ service, store, clock }: Parts, writer: Writer, commits: Commits): Runtime['reached'] {
  let waiting = 0
  const version = async (source: string, stream: string): Promise<number> =>
    source === service.source ? ((await store.snapshot(stream))?.version ?? 0) : store.gateVersion(source, stream)
  const isReached = async (source: string, stream: string, wanted: number, deadline: number): Promise<boolean> => {
    while ((await version(source, stream)) < wanted) {
      if (clock.monotonic() >= deadline) return false
      // The awaited message may be deferred.
      if (writer.hasDeferred) writer.flush().catch(() => undefined)
      await commits.next(LOOK_AGAIN_MS)
    }
    return true
  }
  return async (source, stream, wanted) => {
    if (waiting >= MAX_WAITING_READERS) throw new QueueFull()
    waiting += 1
    const deadline = clock.monotonic() + CONSISTENCY_WAIT_MS
    try {
      return await within(clock, CONSISTENCY_WAIT_MS, isReached(source, stream, wanted, deadline), () => false)
    } finally {
      waiting -= 1
    }
  }
}
