import type { EventDetail, SagaCommand, SagaEvent } from '@bistro/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { eventQuery } from '../../api/queries.ts'
import { Badge, Button, clockTime, duration, Fields, Id, Loaded } from '../../ui/index.ts'
import { hexOf } from './hex.ts'
import { iconOf, toneOf } from './icons.ts'
import { commandOf, ROLE_WORDS, roleOf } from './story.ts'

interface Props {
  readonly sagaId: string
  readonly event: SagaEvent
  readonly events: readonly SagaEvent[]
  readonly commands: readonly SagaCommand[]
  readonly onSelect: (eventId: string) => void
  readonly onClose: () => void
}

/** All that is known of one event. */
export function EventPanel({ sagaId, event, events, commands, onSelect, onClose }: Props) {
  const query = useQuery(eventQuery(sagaId, event.id))
  const heading = useRef<HTMLHeadingElement>(null)
  const role = roleOf(event)
  const command = commandOf(event, commands)
  useEffect(() => heading.current?.focus(), [event.id])
  return (
    <aside
      className="card panel"
      aria-label={`Event ${event.type}`}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <header className="row between">
        <h2 ref={heading} tabIndex={-1}>
          {event.type}
        </h2>
        <Button variant="quiet" icon="cross" aria-label="Close the event" onPress={onClose} />
      </header>
      <p className="row">
        <Badge tone={toneOf(role, event.type)} icon={iconOf(role, event.type, command)}>
          {ROLE_WORDS[role]}
        </Badge>
        <span className="soft small">
          {event.service}, version {event.version}, {clockTime(event.time)}
        </span>
      </p>
      <Ties event={event} events={events} command={command} onSelect={onSelect} />
      <h3>Fields</h3>
      <Fields value={event.data} />
      <h3>In Kafka</h3>
      <Fields value={placeOf(event)} />
      <Loaded query={query} what="the record">
        {(detail) => <Record detail={detail} />}
      </Loaded>
    </aside>
  )
}

const placeOf = ({ topic, partition, offset, schemaVersion, time, seenAt, id }: SagaEvent) => ({
  'topic / partition / offset': `${topic} / ${partition} / ${offset}`,
  'schema version': schemaVersion ?? 'unknown',
  'seen by the gateway': `${duration(Date.parse(seenAt) - Date.parse(time))} later`,
  id,
})

function Ties({
  event,
  events,
  command,
  onSelect,
}: Pick<Props, 'event' | 'events' | 'onSelect'> & { command: SagaCommand | undefined }) {
  const cause = events.find(({ id }) => id === event.causationId)
  const undone = events.find(({ id }) => id === event.compensates)
  const undoneBy = events.find(({ compensates }) => compensates === event.id)
  const effects = events.filter(({ causationId }) => causationId === event.id)
  const link = ({ id, type }: SagaEvent) => (
    <Button key={id} variant="quiet" icon="link" onPress={() => onSelect(id)}>
      {type}
    </Button>
  )
  return (
    <dl className="ties">
      <Tie name="Caused by">{cause ? link(cause) : (command && `${command.kind}: ${command.by}`) || 'a request'}</Tie>
      {command && <Tie name="Command">{`${command.type}, ${command.outcome}`}</Tie>}
      {undone && <Tie name="Undoes">{link(undone)}</Tie>}
      {undoneBy && <Tie name="Undone by">{link(undoneBy)}</Tie>}
      {effects.length > 0 && <Tie name="Led to">{effects.map(link)}</Tie>}
    </dl>
  )
}

function Tie({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Record({ detail }: { detail: EventDetail }) {
  return (
    <>
      <h3>Taken by</h3>
      <ul className="taken">
        {detail.takenBy.map(({ service, hasPolicy, taken, at, outcome }) => (
          <li key={service} className="row">
            <Badge tone={taken ? 'good' : 'wait'} icon={taken ? 'check' : 'clock'}>
              {service} {taken ? 'has taken it' : 'has not taken it yet'}
            </Badge>
            <span className="soft small">
              {hasPolicy ? 'acts on it' : 'only moves its gate or a view'}
              {outcome && `: ${outcome}`}
              {at && `, ${duration(Date.parse(at) - Date.parse(detail.time))} after the event`}
            </span>
          </li>
        ))}
      </ul>
      <h3>Headers</h3>
      <Fields value={detail.headers} />
      <h3>Raw bytes</h3>
      {detail.raw === undefined ? (
        <p className="soft small">Not shown: the record holds a card token, or may, as it cannot be decoded.</p>
      ) : (
        <pre className="hex">{hexOf(detail.raw)}</pre>
      )}
      <Id id={detail.id} what="event" />
    </>
  )
}
