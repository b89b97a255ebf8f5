import { type Outage, type Outages, outageText, worthSaying } from '@bistro/client'
import { say, seconds, style } from '../terminal/style.ts'
import { type Hints, STACK_HINTS } from './hints.ts'

const LOOK_MS = 250
/** Never silent for longer. */
const SILENCE_MS = 3_000
/** Until then, what has not come up yet needs no help. */
const USUAL_START_MS = 30_000

export interface WaitingReport {
  /** Says a line that has come by itself. */
  readonly say: (line?: string) => void
  stop(): void
}

export interface ReportOptions {
  readonly hints?: Hints
  /** From then on everything is stopped on purpose: nothing is said of it. */
  readonly signal?: AbortSignal
  readonly print?: (line?: string) => void
}

/** Says who is down and who is back as soon as it is known, and what is waited for when nothing else is said. */
export function reportWaiting(outages: Outages, waitingFor: () => string, options: ReportOptions = {}): WaitingReport {
  const { hints = STACK_HINTS, signal, print = say } = options
  const startedMs = performance.now()
  let lastMs = startedMs
  let told: readonly Outage[] = []
  const tell = (line?: string): void => {
    lastMs = performance.now()
    print(line)
  }
  const look = (): void => {
    const nowMs = performance.now()
    const all = outages.now()
    const down = worthSaying(all)
    for (const { name, how, sinceMs } of told.filter(({ name }) => !has(all, name)))
      tell(style.green(`  ${name} is ${how === 'not up' ? 'up' : 'back'} after ${seconds(nowMs - sinceMs, 0)}`))
    const isNews = down.some(({ name, how }) => !has(told, name, how))
    told = down
    if (!isNews && nowMs - lastMs < SILENCE_MS) return
    if (down.length > 0) tell(style.yellow(`  ${outageText(down, nowMs)}, waiting${adviceFor(down, hints, nowMs)}`))
    else tell(style.dim(`  after ${seconds(nowMs - startedMs, 0)}, waiting for ${waitingFor()}`))
  }
  const timer = setInterval(look, LOOK_MS)
  const stop = (): void => clearInterval(timer)
  signal?.addEventListener('abort', stop)
  return { say: tell, stop }
}

const has = (outages: readonly Outage[], name: string, how?: Outage['how']): boolean =>
  outages.some((outage) => outage.name === name && (how === undefined || outage.how === how))

function adviceFor(outages: readonly Outage[], { revive }: Hints, nowMs: number): string {
  const down = outages.find(
    ({ how, sinceMs }) => how === 'down' || (how === 'not up' && nowMs - sinceMs >= USUAL_START_MS),
  )
  const advice = down && revive(down.name)
  return advice ? ` (${advice})` : ''
}
