import type { Faults } from '@bistro/gateway/contract'
import { useState } from 'react'
import { Badge, Card, Field } from '../../ui/index.ts'
import { Many } from './many.tsx'
import { breakEach } from './plan.ts'
import { playable, type Scenario } from './scenarios.ts'

interface Props {
  readonly known: NonNullable<Faults['known']>
  readonly services: readonly string[]
}

/** Named faults for all services at once, from a seed. */
export function Scenarios({ known, services }: Props) {
  const [text, setText] = useState('1')
  const seed = seedOf(text)
  const scenarios = playable(known)
  if (scenarios.length === 0) return null
  return (
    <Card title="Scenarios">
      <div className="faults-seed">
        <Field
          label="Seed"
          value={text}
          onChange={setText}
          inputMode="numeric"
          description="The same seed decides the same at the same opportunities."
        />
      </div>
      <ul className="faults-scenarios">
        {scenarios.map((scenario) => (
          <li key={scenario.name}>
            <ScenarioCard {...{ scenario, known, services, seed }} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function ScenarioCard({ scenario, known, services, seed }: Props & { scenario: Scenario; seed: number }) {
  const { name, what, faults, withoutSafetyNets } = scenario
  const isSafe = withoutSafetyNets.length === 0
  return (
    <article className="stack">
      <h3>{name}</h3>
      <p>
        <Badge tone={isSafe ? 'good' : 'bad'} icon={isSafe ? 'check' : 'ban'}>
          {isSafe ? 'all safety nets' : `net out: ${withoutSafetyNets.join(', ')}`}
        </Badge>
      </p>
      <p>{what}</p>
      <Many
        name="Start"
        of={name}
        variant={isSafe ? 'plain' : 'danger'}
        icon="bolt"
        requests={breakEach(services, { seed, faults, withoutSafetyNets }, known)}
        done="It is on. Make reservations, and watch the wall."
      />
    </article>
  )
}

export const seedOf = (text: string): number => Math.trunc(Math.abs(Number(text))) || 1
