import { fork } from 'node:child_process'
import { on } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Figures } from '../harness/bench.ts'
import { sum } from '../harness/statistics.ts'
import { nowMs } from '../load/clock.ts'
import type { Crowd } from '../load/protocol.ts'
import { databaseUrls } from '../product/database.ts'
import type { Environment } from './environment.ts'
import type { Doubt, Lock, Watch } from './observer.ts'
import { untilEnter } from './pause.ts'
import { type Design, type RunningDesign, SAGA } from './subjects.ts'

const OBSERVER = join(import.meta.dirname, 'observer.ts')
/** More than any design completes, so that some transactions are in progress at any moment. */
const LOAD_PER_SECOND = 1_500
const SMOKE_LOAD_PER_SECOND = 100
const BEFORE_SECONDS = 2
/** How long the killed design stays down. */
const DOWN_SECONDS = 5
const SMOKE_SECONDS = 1
const DRAIN_TIMEOUT_MS = 2_000
const MS_PER_SECOND = 1_000
/** Time for a restarted design to finish the sagas that it resumes. */
const AFTERWARDS_MS = 5_000

/** Kills a design in the middle of the hot evening, and starts it again later; returns what a second process observed. */
export async function killed(
  environment: Environment,
  design: Design,
  running: RunningDesign,
  hot: Crowd,
  isPaused: boolean,
): Promise<Figures> {
  const { generator, product, isSmoke } = environment
  const observer = fork(OBSERVER)
  const sights = on(observer, 'message')
  const pace = { perSecond: isSmoke ? SMOKE_LOAD_PER_SECOND : LOAD_PER_SECOND }
  const loaded = generator.load({ crowds: [hot], pace, seconds: BEFORE_SECONDS, drainTimeoutMs: DRAIN_TIMEOUT_MS })
  await delay(BEFORE_SECONDS * MS_PER_SECOND - 1)
  await running.kill()
  const killedMs = nowMs()
  const postgres = databaseUrls(product, design === SAGA ? 'bistro' : 'bench')
  observer.send({ postgres, killedMs, lock: lockOf(design, hot.guests[0]?.eveningId) } satisfies Watch)
  const doubt = await next<Doubt>(sights)
  if (isPaused) await untilEnter(design.name, doubt, postgres)
  else await delay((isSmoke ? SMOKE_SECONDS : DOWN_SECONDS) * MS_PER_SECOND)
  const restartingMs = nowMs()
  await running.restart()
  const restartMs = nowMs() - restartingMs
  const { lockedMs } = await next<Lock>(sights)
  await loaded
  await delay(isSmoke ? 0 : AFTERWARDS_MS)
  const inDoubt = sum(doubt.inDoubt.map(({ transactions }) => transactions))
  return { inDoubt, decided: doubt.decided, lockedMs, downMs: restartingMs - killedMs, restartMs }
}

const next = async <Sight>(sights: AsyncIterator<unknown[]>): Promise<Sight> => {
  const { value } = await sights.next()
  return value[0] as Sight
}

/** In the product the seats of evenings are streams, elsewhere counters. */
const lockOf = (design: Design, evening: string | undefined): string =>
  design === SAGA
    ? "select from streams where aggregate = 'seats' for update"
    : `select from counters where id = '${evening}' for update`
