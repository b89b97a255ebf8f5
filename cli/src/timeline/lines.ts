import type { SeenEvent } from '@bistro/client'
import { isEventType, meaning } from '@bistro/events'
import { seconds, style } from '../terminal/style.ts'

const SERVICE_WIDTH = 12
const TYPE_WIDTH = 29

/** One line of a timeline: time since the start, service, event, and what it means. */
export function timelineLine(event: SeenEvent, startedMs: number): string {
  const time = seconds(event.seenMs - startedMs)
  const type = event.type.padEnd(TYPE_WIDTH)
  const what = isEventType(event.type) ? meaning(event.type) : ''
  return `${time}  ${style.cyan(event.service.padEnd(SERVICE_WIDTH))} ${style.bold(type)} ${style.dim(what)}`
}
