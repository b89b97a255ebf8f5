import type { SagaCommand, SagaEvent } from '@bistro/gateway/contract'
import { withoutEvents } from './story.ts'

/** A line of the list: an event, or a command of which none came. */
export type Entry =
  | { readonly event: SagaEvent; readonly command?: never }
  | { readonly command: SagaCommand; readonly event?: never }

/** The events in their order, and between them, by their times, the commands that were ignored or rejected. */
export function entriesOf(events: readonly SagaEvent[], commands: readonly SagaCommand[]): Entry[] {
  const left = withoutEvents(commands).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const entries: Entry[] = []
  for (const event of events) {
    const later = left.findIndex(({ at }) => Date.parse(at) > Date.parse(event.time))
    const before = left.splice(0, later < 0 ? left.length : later)
    entries.push(...before.map((command) => ({ command })), { event })
  }
  return [...entries, ...left.map((command) => ({ command }))]
}
