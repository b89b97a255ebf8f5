import { Link } from 'react-router'
import { Icon, ProblemState } from '../../ui/index.ts'
import { SCENARIOS } from '../reserve/scenarios.ts'
import { useStart } from '../reserve/use-start.ts'

/** Those that show most of what a saga can do; the page Reserve has all. */
const INVITING = ['Everything goes well', 'Card declined', 'Answer lost', 'Parcel lost twice']

/** Before anything has happened: one click, and a saga is seen. */
export function Invitation() {
  const { busy, error, start } = useStart()
  return (
    <section className="wall-invitation" aria-labelledby="invitation">
      <h2 id="invitation">Nothing has happened yet. Make a reservation, and watch its saga.</h2>
      {error !== undefined && <ProblemState error={error} />}
      <ul>
        {SCENARIOS.filter(({ name }) => INVITING.includes(name)).map(({ name, what, choice }) => (
          <li key={name}>
            <button
              type="button"
              className="wall-scenario"
              disabled={busy !== undefined}
              onClick={() => start(name, choice)}
            >
              <b className="row">
                <Icon name={busy === name ? 'clock' : 'play'} /> {name}
              </b>
              <span>{what}</span>
            </button>
          </li>
        ))}
      </ul>
      <p>
        <Link to="/reserve">All scenarios, and a reservation by hand</Link>
      </p>
    </section>
  )
}
