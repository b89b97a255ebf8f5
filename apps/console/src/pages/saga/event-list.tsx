import type { SagaCommand, SagaEvent } from '@bistro/gateway/contract'
import { Copy, duration, Icon } from '../../ui/index.ts'
import { iconOf, toneOf } from './icons.ts'
import { commandOf, ROLE_WORDS, roleOf } from './story.ts'
import { lineOf } from './text.ts'

interface Props {
  readonly events: readonly SagaEvent[]
  readonly commands: readonly SagaCommand[]
  readonly startedAt: string
  readonly at: string | undefined
  readonly selected: string | undefined
  readonly onSelect: (eventId: string) => void
}

/** The same as the lanes, in words and in order: for screen readers, narrow screens and the clipboard. */
export function EventList({ events, commands, startedAt, at, selected, onSelect }: Props) {
  const startMs = Date.parse(startedAt)
  const byId = new Map(events.map((event) => [event.id, event]))
  const text = events.map((event) => lineOf(event, byId, startMs)).join('\n')
  return (
    <>
      <div className="row">
        <Copy text={text}>Copy as text</Copy>
      </div>
      <ol className="event-list">
        {events.map((event) => {
          const role = roleOf(event)
          const cause = byId.get(event.causationId ?? '')
          const undone = byId.get(event.compensates ?? '')
          return (
            <li key={event.id} data-tone={toneOf(role, event.type)} data-later={at !== undefined && event.time > at}>
              <span className="event-time">+{duration(Date.parse(event.time) - startMs)}</span>
              <button
                type="button"
                className="event-button"
                data-event={event.id}
                aria-pressed={event.id === selected}
                onClick={() => onSelect(event.id)}
              >
                <Icon name={iconOf(role, event.type, commandOf(event, commands))} />
                <strong>{event.type}</strong>
                <span className="soft small">{event.service}</span>
                {role !== 'step' && <span className="event-role small">{ROLE_WORDS[role]}</span>}
              </button>
              <span className="soft small event-cause">
                {cause && `because of ${cause.type}`}
                {undone && `; undoes ${undone.type}`}
              </span>
            </li>
          )
        })}
      </ol>
    </>
  )
}
