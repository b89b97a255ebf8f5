import type { Faults } from '@bistro/gateway/contract'
import { Badge, Card } from '../../ui/index.ts'
import { Many } from './many.tsx'
import { mendEach } from './plan.ts'

/** What is broken now, and the button that mends all of it. */
export function Broken({ faults, services }: { faults: Faults; services: readonly string[] }) {
  const broken = faults.services.filter((one) => one.faults.length + one.withoutSafetyNets.length > 0)
  if (broken.length === 0)
    return (
      <p>
        <Badge tone="good" icon="check">
          Nothing is broken on purpose
        </Badge>
      </p>
    )
  return (
    <Card title="Broken now">
      <ul className="faults-broken">
        {broken.map(({ service, seed, faults, withoutSafetyNets }) => (
          <li key={service}>
            <b>{service}</b>
            <span className="row">
              {faults.map(({ name, rate, ms }) => (
                <Badge key={name} tone="wait" icon="bolt">
                  {[name, rate !== undefined && `${Math.round(rate * 1000) / 10} %`, ms !== undefined && `${ms} ms`]
                    .filter(Boolean)
                    .join(' ')}
                </Badge>
              ))}
              {withoutSafetyNets.map((name) => (
                <Badge key={name} tone="bad" icon="ban">
                  net out: {name}
                </Badge>
              ))}
              <span className="soft small">seed {seed}</span>
            </span>
          </li>
        ))}
      </ul>
      <Many
        name="Mend everything"
        variant="primary"
        icon="check"
        requests={mendEach(services)}
        done="Nothing is broken on purpose any more."
      />
    </Card>
  )
}
