import type { Attention } from '@bistro/gateway/contract'
import { Badge, Id } from '../../ui/index.ts'
import { parkedAnchor } from './items.ts'
import { Lasts } from './lasts.tsx'

type Stuck = Attention['stuck'][number]

export function StuckItem({ saga, since }: { saga: Stuck; since: string }) {
  const to = `/sagas/${encodeURIComponent(saga.reservationId)}`
  return (
    <article className="attention-item" data-tone="bad">
      <header className="row between">
        <h2 className="row">
          <Badge tone="bad" icon="alarm">
            stuck
          </Badge>
          Saga <Id id={saga.reservationId} to={to} what="saga" />
        </h2>
        <Lasts since={since} />
      </header>
      {saga.waitingFor.length === 0 ? (
        <p>
          <b>No reason is known.</b> Its last event is {saga.lastEvent.type} of {saga.lastEvent.service}; nothing is
          pending or parked for it.
        </p>
      ) : (
        <ul className="stack">
          {saga.waitingFor.map((waiting) => (
            <li key={waiting.text} className="foreign">
              {waiting.text}
              {waiting.error && !waiting.text.includes(waiting.error) && (
                <span className="soft"> Last error: {waiting.error}</span>
              )}
              {waiting.parkedId && (
                <>
                  {' '}
                  <a href={`#${parkedAnchor({ service: waiting.service, id: waiting.parkedId })}`}>
                    The parked message
                  </a>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </article>
  )
}
