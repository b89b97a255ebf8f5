import type { SagaCommand, SagaEvent } from '@bistro/gateway/contract'
import { Copy, duration, Icon } from '../../ui/index.ts'
import { entriesOf } from './entries.ts'
import { iconOf, OUTCOME_ICONS, toneOf } from './icons.ts'
import { commandOf, commandText, ROLE_WORDS, roleOf } from './story.ts'
import { commandLineOf, lineOf } from './text.ts'

interface Props {
  readonly events: readonly SagaEvent[]
  readonly commands: readonly SagaCommand[]
  readonly startedAt: string
  readonly at: string | undefined
  readonly selected: string | undefined
  readonly onSelect: (eventId: string) => void
}

/** The same as the lanes, in words and in order: for screen readers, narrow screens and the clipboard. */
export function EventList(props: Props) {
  const { events, commands, startedAt } = props
  const startMs = Date.parse(startedAt)
  const byId = new Map(events.map((event) => [event.id, event]))
  const entries = entriesOf(events, commands)
  const text = entries
    .map(({ event, command }) => (event ? lineOf(event, byId, startMs) : commandLineOf(command, byId, startMs)))
    .join('\n')
  return (
    <>
      <div className="row">
        <Copy text={text}>Copy as text</Copy>
      </div>
      <ol className="event-list">
        {entries.map(({ event, command }) =>
          event ? (
            <EventLine key={event.id} event={event} byId={byId} startMs={startMs} {...props} />
          ) : (
            <CommandLine key={command.id} command={command} byId={byId} startMs={startMs} at={props.at} />
          ),
        )}
      </ol>
    </>
  )
}

interface Around {
  readonly byId: ReadonlyMap<string, SagaEvent>
  readonly startMs: number
}

interface EventLineProps extends Around, Pick<Props, 'commands' | 'at' | 'selected' | 'onSelect'> {
  readonly event: SagaEvent
}

function EventLine({ event, commands, byId, startMs, at, selected, onSelect }: EventLineProps) {
  const role = roleOf(event)
  const cause = byId.get(event.causationId ?? '')
  const undone = byId.get(event.compensates ?? '')
  return (
    <li data-tone={toneOf(role, event.type)} data-later={at !== undefined && event.time > at}>
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
}

interface CommandLineProps extends Around, Pick<Props, 'at'> {
  readonly command: SagaCommand
}

function CommandLine({ command, byId, startMs, at }: CommandLineProps) {
  const cause = byId.get(command.causedBy ?? '')
  return (
    <li className="event-command soft small" data-later={at !== undefined && command.at > at}>
      <span className="event-time">+{duration(Date.parse(command.at) - startMs)}</span>
      <span className="event-what">
        <Icon name={OUTCOME_ICONS[command.outcome]} />
        {command.service} {command.outcome} {commandText(command)}
      </span>
      <span className="event-cause">{cause && `because of ${cause.type}`}</span>
    </li>
  )
}
