import type { Overview } from '@bistro/gateway/contract'
import { Link } from 'react-router'
import { Icon, Since, shortId } from '../../ui/index.ts'

const MOST = 3

/** The longest first: what each waits for, and since when. */
export function Stuck({ stuck, total }: { stuck: Overview['stuck']; total: number }) {
  if (stuck.length === 0) return null
  return (
    <section className="wall-stuck" aria-label="Stuck sagas">
      <h2>
        <Icon name="alarm" /> {total} stuck
      </h2>
      <ul>
        {stuck.slice(0, MOST).map(({ reservationId, waitingFor, lastEvent }) => {
          const waiting = waitingFor.find(({ isStuck }) => isStuck) ?? waitingFor[0]
          return (
            <li key={reservationId}>
              <b>
                <Since at={waiting?.since ?? lastEvent.at} />
              </b>
              <span className="foreign">
                {waiting?.text ?? `No reason is known. Its last event is ${lastEvent.type}.`}{' '}
                <Link to={`/sagas/${encodeURIComponent(reservationId)}`}>Saga {shortId(reservationId)}</Link>
              </span>
            </li>
          )
        })}
      </ul>
      <Link to="/attention">{total > MOST ? `All ${total} stuck sagas` : 'What to do'}</Link>
    </section>
  )
}
