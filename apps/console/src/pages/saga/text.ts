import type { SagaCommand, SagaEvent } from '@bistro/gateway/contract'
import { duration } from '../../ui/index.ts'
import { commandText } from './story.ts'

const TIME_WIDTH = 12

/** An event in one line of text. */
export function lineOf(
  { time, service, type, causationId, compensates }: SagaEvent,
  byId: ReadonlyMap<string, SagaEvent>,
  startMs: number,
): string {
  const after = `+${duration(Date.parse(time) - startMs)}`
  const cause = byId.get(causationId ?? '')
  const undone = byId.get(compensates ?? '')
  const ties = [...(cause ? [`because of ${cause.type}`] : []), ...(undone ? [`undoes ${undone.type}`] : [])]
  return `${after.padStart(TIME_WIDTH)}  ${service}: ${type}${ties.length > 0 ? ` (${ties.join('; ')})` : ''}`
}

/** A command that was ignored or rejected, in one line of text. */
export function commandLineOf(command: SagaCommand, byId: ReadonlyMap<string, SagaEvent>, startMs: number): string {
  const { at, service, outcome, causedBy } = command
  const after = `+${duration(Date.parse(at) - startMs)}`
  const cause = byId.get(causedBy ?? '')
  return `${after.padStart(TIME_WIDTH)}  ${service} ${outcome} ${commandText(command)}${cause ? ` (because of ${cause.type})` : ''}`
}
