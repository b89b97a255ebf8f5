import { setTimeout as delay } from 'node:timers/promises'
import { askStack, type ControlRequest, NoStack } from '@bistro/client/control'
import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import { listenForInterrupts } from '../terminal/interrupts.ts'
import { endStatus, say, showStatus, style } from '../terminal/style.ts'
import { type Act, BOUNDS, decide, type Sample } from './decide.ts'
import { Watch } from './look.ts'

const LOOK_EVERY_MS = 2_000
const SECOND_MS = 1_000
const KEPT_MS = BOUNDS.lastingMs + 2 * LOOK_EVERY_MS

/** Watches, decides and acts until Ctrl-C. */
export async function auto(manifest: Manifest, socket: string): Promise<number> {
  const { signal } = listenForInterrupts()
  const watch = new Watch(manifest, socket)
  let seen: readonly Sample[] = []
  let actedMs: number | undefined
  for (const line of BOUNDS_TEXT) say(style.dim(line))
  for (; !signal.aborted; await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)) {
    const sample = await watch.look().catch(tellAway)
    if (sample === undefined) continue
    seen = [...seen.filter(({ atMs }) => atMs >= sample.atMs - KEPT_MS), sample]
    showStatus(loadText(sample))
    const acts = decide(seen, actedMs)
    for (const act of acts) await perform(act, socket)
    if (acts.length > 0) actedMs = performance.now()
  }
  endStatus()
  return 0
}

const BOUNDS_TEXT = [
  `More than ${BOUNDS.recordsPerSecondOfPartition} records a second for each partition: twice as many partitions, ${BOUNDS.maxPartitions} at the most.`,
  `More than ${BOUNDS.lagSeconds} s behind and not catching up: one process more of the service, ${BOUNDS.maxProcesses} at the most.`,
  `A reason lasts ${BOUNDS.lastingMs / SECOND_MS} s; after an act, ${BOUNDS.restMs / SECOND_MS} s pass. Ctrl-C stops it.`,
]

/** Who does not answer now may answer at the next look; without a stack there is none. */
function tellAway(error: Error): undefined {
  if (error instanceof NoStack || !(error instanceof StackError)) throw error
  showStatus(error.message)
}

function loadText({ topics, readers }: Sample): string {
  const loads = topics
    .filter(({ recordsPerSecond }) => recordsPerSecond > 0)
    .map(({ topic, partitions, recordsPerSecond }) => `${topic} ${Math.round(recordsPerSecond)}/s on ${partitions}`)
  const furthest = readers.toSorted((one, other) => other.lagSeconds - one.lagSeconds)[0]
  const behind =
    furthest && furthest.lagSeconds > 0 ? `; ${furthest.service} ${furthest.lagSeconds.toFixed(1)} s behind` : ''
  return `${loads.length > 0 ? loads.join(', ') : 'no load'}${behind}`
}

async function perform(act: Act, socket: string): Promise<void> {
  const what = act.kind === 'partitions' ? `${act.topic}: ${act.to} partitions` : `${act.service}: ${act.to} processes`
  say(`${style.green(what)} (${act.why})`)
  await askStack(socket, requestOf(act)).catch((error: Error) => {
    if (error instanceof NoStack || !(error instanceof StackError)) throw error
    say(style.yellow(`The stack refuses: ${error.message}`))
  })
}

const requestOf = (act: Act): ControlRequest =>
  act.kind === 'partitions'
    ? { action: 'partition', topic: act.topic, partitions: act.to }
    : { action: 'scale', service: act.service, processes: act.to }
