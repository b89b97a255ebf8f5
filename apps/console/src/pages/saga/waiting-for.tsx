import type { SagaDetail, Waiting } from '@bistro/gateway/contract'
import { Link } from 'react-router'
import { duration, Icon, type IconName, Since, useNow, words } from '../../ui/index.ts'
import { endingText } from './ending-text.ts'

const ICONS: Readonly<Record<Waiting['kind'], IconName>> = {
  consumer: 'event',
  effect: 'outside',
  timer: 'clock',
  parked: 'parked',
  outside: 'outside',
}

/** The question of the whole page, answered first. */
export function WaitingFor({ saga }: { saga: SagaDetail }) {
  const { waitingFor, status } = saga
  if (waitingFor.length > 0)
    return (
      <section className="waiting" aria-label="What it waits for">
        {waitingFor.map((waiting) => (
          <Wait key={`${waiting.service}-${waiting.kind}-${waiting.what}`} waiting={waiting} />
        ))}
      </section>
    )
  if (status !== 'open') return <Ended saga={saga} />
  return saga.stuck ? <StuckWithoutReason saga={saga} /> : <OnItsWay saga={saga} />
}

function Wait({ waiting }: { waiting: Waiting }) {
  const { kind, isStuck, text, since, until, parkedId } = waiting
  return (
    <article className="wait" data-tone={isStuck ? 'bad' : 'wait'}>
      <Icon name={isStuck ? 'alarm' : ICONS[kind]} />
      <div>
        <p className="wait-text foreign">{text}</p>
        <p className="small foreign">
          {isStuck ? 'Stuck' : 'Waiting'} for <Since at={since} />
          {until && <Until at={until} kind={kind} />}
          {parkedId !== undefined && (
            <>
              {' '}
              · <Link to="/attention">Retry or skip it</Link>
            </>
          )}
        </p>
      </div>
    </article>
  )
}

function Until({ at, kind }: { at: string; kind: Waiting['kind'] }) {
  const leftMs = Date.parse(at) - useNow()
  const what = kind === 'timer' ? 'due' : 'next try'
  return leftMs > 0 ? ` · ${what} in ${duration(leftMs)}` : ` · ${what} now`
}

function Ended({ saga }: { saga: SagaDetail }) {
  const { tone, icon, title, detail } = endingText(saga)
  return (
    <section className="waiting" aria-label="How it ended">
      <article className="wait" data-tone={tone}>
        <Icon name={icon} />
        <div>
          <p className="wait-text">{title}</p>
          <p className="small">{detail}</p>
        </div>
      </article>
    </section>
  )
}

function OnItsWay({ saga: { lastEvent } }: { saga: SagaDetail }) {
  return (
    <section className="waiting" aria-label="What it waits for">
      <article className="wait" data-tone="accent">
        <Icon name="play" />
        <div>
          <p className="wait-text">It is on its way: nothing holds it up</p>
          <p className="small">
            The last event is {lastEvent.type} of {lastEvent.service}, <Since at={lastEvent.at} /> ago.
          </p>
        </div>
      </article>
    </section>
  )
}

function StuckWithoutReason({ saga: { lastEvent } }: { saga: SagaDetail }) {
  return (
    <section className="waiting" aria-label="What it waits for">
      <article className="wait" data-tone="bad" role="alert">
        <Icon name="alarm" />
        <div>
          <p className="wait-text">Stuck, and nothing is known that it waits for</p>
          <p className="small">
            This must never happen. The last event is {words(lastEvent.type)} of {lastEvent.service},{' '}
            <Since at={lastEvent.at} /> ago. Type <code>npm run audit</code> for a look at every database.
          </p>
        </div>
      </article>
    </section>
  )
}
