import type { SagaEvent } from '@bistro/gateway/contract'
import { duration } from '../../ui/index.ts'

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
