import type { Outcome, Request } from '../model/input.ts'
import type { World } from '../model/world.ts'
import { followersOf } from './follower.ts'
import { resumable, revive } from './learning.ts'
import type { Parts } from './parts.ts'
import { read } from './reading.ts'
import { Relay } from './relay.ts'
import { CONSISTENCY_WAIT_MS, MAX_WAITING_READERS, QueueFull, type Runtime } from './runtime.ts'
import { Worker } from './worker.ts'
import { Writer } from './writer.ts'

const HOUSEKEEPING_MS = 1_000
const SWEEP_EVERY_TICKS = 5
const RESUME_EVERY_TICKS = 2
const RESUME_LIMIT = 200
const FORGET_EVERY_TICKS = 600
const ANSWERS_KEPT_MS = 24 * 3_600_000
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
  })
  const worker = new Worker(parts, writer)
  const crash = Promise.withResolvers<Error>()
  await relay.sweep(0)
  const subscription = await read(parts, writer, crash.resolve)
  worker.start()
  for (const follower of followers) follower.start()
  const keeper = setInterval(keepHouse({ parts, writer, relay, worker, commits }), HOUSEKEEPING_MS)
  return {
    service: parts.service,
    reader: parts.store,
    crashed: crash.promise,
    submit: (request: Request): Promise<Outcome> => writer.submit({ kind: 'request', request }),
    reached: waitFor(parts, writer, commits),
    settleParked: async (id, order) => {
      const row = await parts.store.parkedById(id)
      if (!row) return false
      const input = await revive(parts.service, parts.codec, row, order)
      if (input.kind === 'stray') await (order === 'skip' ? parts.store.dropParked(id) : undefined)
      else await writer.submit(input)
      return true
    },
    stop: async () => {
      clearInterval(keeper)
      worker.stop()
      await subscription.close()
      await writer.drain()
      await relay.stop()
      await Promise.all(followers.map((follower) => follower.stop()))
      await writer.drain()
    },
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
}

/** What has to be done now and then; a failure is told and tried again at the next turn. */
function keepHouse({ parts, writer, relay, worker, commits }: House): () => void {
  let tick = 0
  let busy = false
  const turn = async (): Promise<void> => {
    tick += 1
    await worker.renew()
    // Otherwise the next transaction takes it along.
    if (relay.hasAcknowledged && commits.quietMs >= HOUSEKEEPING_MS) await writer.flush()
    if (tick % SWEEP_EVERY_TICKS === 0) await relay.sweep()
    if (tick % RESUME_EVERY_TICKS === 0) await resume(parts, writer)
    if (tick % FORGET_EVERY_TICKS === 0) await parts.store.forgetAnswers(ANSWERS_KEPT_MS)
  }
  return () => {
    if (busy) return
    busy = true
    turn()
      .catch((error: Error) => parts.logger.warn({ reason: error.message }, 'housekeeping is tried again'))
      .finally(() => {
        busy = false
      })
  }
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
  return async (source, stream, wanted) => {
    if (waiting >= MAX_WAITING_READERS) throw new QueueFull()
    waiting += 1
    const deadline = Date.now() + CONSISTENCY_WAIT_MS
    try {
      while ((await version(source, stream)) < wanted) {
        if (Date.now() >= deadline) return false
        if (writer.hasDeferred) await writer.flush()
        else await commits.next(LOOK_AGAIN_MS)
      }
      return true
    } finally {
      waiting -= 1
    }
  }
}

/** This process's commits: wakes those who wait for the next one. */
class Commits {
  #next = Promise.withResolvers<void>()
  #lastAt = 0

  /** Since the last one. */
  get quietMs(): number {
    return performance.now() - this.#lastAt
  }

  tell(): void {
    this.#lastAt = performance.now()
    this.#next.resolve()
    this.#next = Promise.withResolvers<void>()
  }

  next(timeoutMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timeout = setTimeout(resolve, timeoutMs)
    this.#next.promise.then(() => {
      clearTimeout(timeout)
      resolve()
    })
    return promise
  }
}
