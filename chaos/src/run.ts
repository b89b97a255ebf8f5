import { setTimeout as delay } from 'node:timers/promises'
import type { Report } from '@bistro/audit'
import type { Arguments } from './arguments.ts'
import { audited, endingViolations } from './checks/audited.ts'
import { growthOf, growthViolations, Memory } from './checks/growth.ts'
import { parkedViolations } from './checks/parked.ts'
import { refusedViolations } from './checks/refused.ts'
import type { Violation } from './checks/violation.ts'
import { Director } from './director.ts'
import { type Environment, PAYMENT_DEADLINE_MS } from './environment.ts'
import { catalogOf } from './faults/catalog.ts'
import { Client } from './load/client.ts'
import { Load } from './load/load.ts'
import { Observer } from './load/observer.ts'
import { Recovery } from './recovery.ts'
import { ProgressLine } from './report/progress.ts'
import { type Result, recoveriesOf } from './report/result.ts'
import { routesOf } from './routes.ts'
import { scheduleOf } from './schedule.ts'
import { openSagas, settle } from './settle.ts'
import { Turns } from './stack/turns.ts'

const MINUTE_MS = 60_000

/** One run: load and faults, then a pause, then every check. An interrupted run ends early and checks nothing. */
export async function runOn(
  environment: Environment,
  order: Arguments,
  signal: AbortSignal,
): Promise<Result | undefined> {
  const { world, deaths } = environment
  const startedMs = performance.now()
  const client = new Client(world.manifest, world.outages)
  const load = new Load(client, order.seed)
  const observer = new Observer(world.databases)
  const recovery = new Recovery()
  const director = new Director(world, new Turns(), recovery)
  const memory = new Memory(world.stack)
  observer.onConfirmed(() => recovery.confirmed())
  const told = new Set<string>()
  deaths.onUnasked((name) => {
    if (!told.has(name)) progress.say(`${name} ended unexpectedly; it is restarted each time it ends`)
    told.add(name)
  })
  let phase = ''
  const progress = new ProgressLine(() =>
    [
      `${Math.round((performance.now() - startedMs) / 1_000)} s${phase}`,
      `${director.records.length} faults, ${recovery.active} active`,
      `${load.book.acknowledged.size} sagas, ${openSagas(load.book, observer.ended)} open`,
      `slowest recovery ${(Math.max(0, ...recoveriesOf({ faults: director.records })) / 1_000).toFixed(1)} s`,
      ...(client.bad.length > 0 ? [`${client.bad.length} bad responses`] : []),
      ...(deaths.unasked.length > 0 ? [`${deaths.unasked.length} unexpected exits`] : []),
    ].join(', '),
  )
  try {
    observer.start()
    load.start(order.rate)
    const stop = (): void => director.stop()
    signal.addEventListener('abort', stop, { once: true })
    const catalog = catalogOf(routesOf(order.seed))
    const faults = director.play(scheduleOf({ ...order, catalog }))
    await delay(order.minutes * MINUTE_MS, undefined, { signal }).catch(() => {})
    director.stop()
    phase = ', undoing faults'
    await faults
    await world.processes.startMissing(world.stack.status().map(({ name }) => name))
    phase = ', waiting for the last sagas'
    await load.stop()
    await settle(load.book, observer.ended, world.databases, signal)
    if (signal.aborted) return undefined
    phase = ', checking'
    const when: When = (fromMs, toMs = fromMs) =>
      `at ${Math.round((fromMs - startedMs) / 1_000)} s (${director.brokenBetween(fromMs, toMs) || 'no fault active'})`
    const { violations, growth, report } = await check(environment, load, director, memory)
    return {
      arguments: order,
      mode: world.manifest.mode,
      elapsedMs: performance.now() - startedMs,
      sagas: {
        acknowledged: load.book.acknowledged.size,
        ended: load.book.acknowledged.size - openSagas(load.book, observer.ended),
        confirmed: observer.confirmed,
      },
      endings: endingCounts(report),
      answers: client.counts,
      slowestAnswerMs: client.slowestMs,
      badAnswers: client.bad,
      faults: director.records,
      foreignRecords: world.forged.size,
      deaths: deaths.unasked,
      growth,
      violations: [...answerViolations(client, when), ...deathViolations(environment, when), ...violations],
    }
  } finally {
    memory.stop()
    progress.stop()
    await observer.stop()
  }
}

async function check({ world }: Environment, load: Load, director: Director, memory: Memory) {
  const { databases, forged, manifest } = world
  const { report, violations } = await audited(manifest, forged)
  const growth = await growthOf(databases, memory)
  const all: Violation[] = [
    ...(report ? endingViolations(report, load.book.acknowledged, director.records, PAYMENT_DEADLINE_MS) : []),
    ...violations,
    ...(await parkedViolations(databases, forged)),
    ...(await refusedViolations(databases, load.book, load.places.refusedEmails)),
    ...growthViolations(growth),
    ...undoViolations(director),
  ]
  return { report, growth, violations: all }
}

/** When in the run something happened, and which faults were active then. */
type When = (fromMs: number, toMs?: number) => string

const answerViolations = ({ bad }: Client, when: When): Violation[] =>
  bad.map(({ service, request, fault, atMs, tookMs }) => ({
    check: 'responses',
    what: `${service} ${request}: ${fault}, after ${(tookMs / 1_000).toFixed(1)} s, ${when(atMs, atMs + tookMs)}`,
  }))

const deathViolations = ({ deaths }: Environment, when: When): Violation[] =>
  deaths.unasked.map(({ name, how, atMs }) => ({ check: 'unexpected exits', what: `${name}: ${how}, ${when(atMs)}` }))

/** After every fault that was injected and undone, an order must have been confirmed. */
const undoViolations = ({ records }: Director): Violation[] =>
  records
    .filter(({ problem, recovered }) => problem === undefined && recovered === undefined)
    .map(({ planned }) => ({
      check: 'recovery',
      what: `no order was confirmed after ${planned.fault}: ${planned.target}`,
    }))

function endingCounts(report: Report | undefined): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { facts } of report?.facts.sagas.values() ?? [])
    for (const { type, data } of facts) {
      if (type !== 'OrderDelivered' && type !== 'OrderCancelled' && type !== 'ReservationRejected') continue
      const name = type === 'OrderCancelled' ? String(data.reason) : type
      counts[name] = (counts[name] ?? 0) + 1
    }
  return counts
}
