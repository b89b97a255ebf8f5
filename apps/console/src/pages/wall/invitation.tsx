import { Link } from 'react-router'

/** What the Reserve page offers; a click starts it there and leads to its saga. */
const SCENARIOS = [
  ['well', 'Everything goes well', 'Sixteen events, from the held seats to the debited credit.'],
  ['declined', 'Declined', 'The card is declined: watch the saga undo itself.'],
  ['lost-answer', 'Answer lost', 'The provider charges, but its answer is lost.'],
  ['lost-twice', 'Parcel lost twice', 'The money goes back after two lost parcels.'],
] as const

/** Before anything has happened. */
export const Invitation = () => (
  <section className="wall-invitation" aria-labelledby="invitation">
    <h2 id="invitation">Nothing has happened yet. Make a reservation, and watch it.</h2>
    <ul>
      {SCENARIOS.map(([scenario, name, what]) => (
        <li key={scenario}>
          <Link className="wall-scenario" to={`/reserve?scenario=${scenario}`}>
            <b>{name}</b>
            <span>{what}</span>
          </Link>
        </li>
      ))}
    </ul>
  </section>
)
