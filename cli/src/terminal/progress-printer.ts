import { PROGRAMS } from '@bistro/client/names'
import type { ProgressEvent } from '@bistro/stack'
import { endStatus, say, seconds, showStatus, style } from './style.ts'

const NAME_WIDTH = 20
const DETAIL_WIDTH = 40
const SILENCE_MS = 1800

export interface ProgressPrinter {
  readonly onProgress: (event: ProgressEvent) => void
  /** To be called when nothing more is to come. */
  readonly end: () => void
}

/** What has no line of its own: one of several alike, and the banner names them all. */
const NOT_SHOWN = new Set<string>([
  'psp',
  'carrier',
  'mail',
  ...PROGRAMS.flatMap((program) => [program, `postgres-${program}`]),
])

/** Prints one line for each step that is done, and is never silent for long. */
export function progressPrinter(): ProgressPrinter {
  const startedMs = performance.now()
  const pending = new Set<string>()
  const steps = new Map<string, string>()
  let lastMs = startedMs
  const print = (line: string): void => {
    lastMs = performance.now()
    say(line)
  }
  const breakSilence = (): void => {
    if (performance.now() - lastMs < SILENCE_MS) return
    const told = [...steps].map(([name, text]) => `${name}: ${text}`)
    const waiting = summary([...told, ...[...pending].filter((name) => !steps.has(name))])
    if (!waiting) return
    lastMs = performance.now()
    showStatus(style.dim(`  after ${seconds(performance.now() - startedMs, 0)}, waiting for ${waiting}`))
  }
  const timer = setInterval(breakSilence, SILENCE_MS / 4)
  const onProgress = (event: ProgressEvent): void => {
    if (event.kind === 'note') return print(`  ${event.text}`)
    if (event.kind === 'step') return void steps.set(event.name, event.text)
    if (event.kind === 'begun') return void pending.add(event.name)
    pending.delete(event.name)
    steps.delete(event.name)
    if (event.kind === 'failed' || NOT_SHOWN.has(event.name)) return
    print(
      `  ${event.name.padEnd(NAME_WIDTH)} ${style.dim(event.detail.padEnd(DETAIL_WIDTH))} ${seconds(event.elapsedMs)}`,
    )
  }
  const end = (): void => {
    clearInterval(timer)
    endStatus()
  }
  return { onProgress, end }
}

const SHOWN = 3

const summary = (items: readonly string[]): string =>
  items.length <= SHOWN ? items.join(', ') : `${items.slice(0, SHOWN).join(', ')} and ${items.length - SHOWN} more`
