import type { Overview } from '@bistro/gateway/contract'
import { Badge, Card, Copy, type IconName, Time, type Tone } from '../../ui/index.ts'

type Invariants = Overview['invariants']
type Light = Invariants['items'][number]

const SHOWN: Readonly<Record<Light['status'], readonly [Tone, IconName, string]>> = {
  holds: ['good', 'check', 'holds'],
  violated: ['bad', 'alarm', 'violated'],
  unknown: ['calm', 'question', 'not known'],
}

/** The eight invariants, as the audit in the background last saw them. */
export function Lights({ invariants }: { invariants: Invariants }) {
  const { items, problem, check } = invariants
  if (problem !== undefined) return <NotKnown items={items} problem={problem} check={check} />
  return (
    <Card title="Invariants" aside={<LookedAt {...invariants} />}>
      <ul className="wall-lights">
        {items.map((light) => (
          <LightRow key={light.number} light={light} />
        ))}
      </ul>
    </Card>
  )
}

const LookedAt = ({ lookedAt }: Invariants) => (
  <span className="soft small">
    {lookedAt ? (
      <>
        looked <Time at={lookedAt} />
      </>
    ) : (
      'not looked yet'
    )}
  </span>
)

interface NotKnownProps {
  readonly items: Invariants['items']
  readonly problem: string
  readonly check: string | undefined
}

/** None of them is known: why, and what to do about it. */
function NotKnown({ items, problem, check }: NotKnownProps) {
  const [tone, icon, text] = SHOWN.unknown
  return (
    <Card
      title="Invariants"
      aside={
        <Badge tone={tone} icon={icon}>
          {text}
        </Badge>
      }
    >
      <div className="small">
        <p className="foreign">{problem}</p>
        {check && (
          <p className="wall-check">
            To check them, type at the root of the clone: <code className="foreign">{check}</code>
            <Copy text={check} label="Copy the command" />
          </p>
        )}
      </div>
      <details className="small">
        <summary>What they are</summary>
        <ol className="wall-names soft">
          {items.map(({ number, name }) => (
            <li key={number} value={number}>
              {name}
            </li>
          ))}
        </ol>
      </details>
    </Card>
  )
}

function LightRow({ light: { number, name, status, violations } }: { light: Light }) {
  const [tone, icon, text] = SHOWN[status]
  return (
    <li data-tone={tone} data-status={status}>
      <span className="wall-light-number" aria-hidden="true">
        {number}
      </span>
      <span className="wall-light-name">{name}</span>
      <Badge tone={tone} icon={icon}>
        {text}
      </Badge>
      {violations.length > 0 && (
        <ul className="wall-violations small">
          {violations.slice(0, 3).map(({ what, ids }) => (
            <li key={what + JSON.stringify(ids)} className="foreign">
              {what}{' '}
              <span className="soft">
                {Object.entries(ids)
                  .map(([name, id]) => `${name} ${id}`)
                  .join(', ')}
              </span>
            </li>
          ))}
          {violations.length > 3 && <li className="soft">and {violations.length - 3} more</li>}
        </ul>
      )}
    </li>
  )
}
