import type { Unfinished } from './unfinished.ts'
import type { Waiting } from './waiting.ts'
import { span, waitingText } from './words.ts'

const SHOWN = 50

/** A saga each: its id, its age, its last event, and what it waits for below. */
export function unfinishedLines(unfinished: readonly Unfinished[], nowMs: number): string[] {
  const lines = unfinished
    .slice(0, SHOWN)
    .flatMap(({ sagaId, startedMs, last, waitingFor }) => [
      `  ${sagaId}  began ${span(nowMs - startedMs)} ago, last ${last.type} at ${last.service} ${span(nowMs - last.timeMs)} ago`,
      ...waitingLines(waitingFor, nowMs).map((line) => `      ${line}`),
    ])
  return unfinished.length > SHOWN ? [...lines, `  ... and ${unfinished.length - SHOWN} more`] : lines
}

/** What one saga that has not ended waits for. */
export const waitingLines = (waitingFor: readonly Waiting[], nowMs: number): string[] =>
  waitingFor.length > 0 ? waitingFor.map((waiting) => waitingText(waiting, nowMs)) : [NOBODY]

const NOBODY = 'no service has work for it: it is on its way between two services, or stuck'
