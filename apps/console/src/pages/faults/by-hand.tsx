import type { Faults } from '@bistro/gateway/contract'
import { useState } from 'react'
import { Card, Field, Select } from '../../ui/index.ts'
import { Many } from './many.tsx'
import { breakEach, planOf } from './plan.ts'
import { NetRow, RateRow } from './plan-rows.tsx'
import { seedOf } from './scenario-cards.tsx'
import type { Plan } from './scenarios.ts'

interface Props {
  readonly faults: Faults
  readonly known: NonNullable<Faults['known']>
  readonly services: readonly string[]
}

const ALL = ''

/** Each fault and each safety net, for one service or for all. */
export function ByHand({ faults, known, services }: Props) {
  const [service, setService] = useState(ALL)
  const [seed, setSeed] = useState('1')
  const [plan, setPlan] = useState<Plan>(() => planOf(faults, undefined))
  const choose = (next: string) => {
    setService(next)
    setPlan(planOf(faults, next || undefined))
  }
  const applies = ({ services: where }: { services?: readonly string[] | undefined }) =>
    service === ALL || !where || where.includes(service)
  return (
    <Card title="By hand">
      <div className="faults-inputs">
        <Select
          label="Service"
          value={service}
          onChange={choose}
          options={[[ALL, 'all services'], ...services.map((name) => [name, name] as const)]}
        />
        <Field label="Seed" value={seed} onChange={setSeed} inputMode="numeric" />
      </div>
      <div className="faults-columns">
        <fieldset>
          <legend>Faults, and how often at each opportunity</legend>
          {known.faults.filter(applies).map((fault) => (
            <RateRow key={fault.name} {...{ fault, plan, setPlan }} />
          ))}
        </fieldset>
        <fieldset>
          <legend>Safety nets to take out, and what that shows</legend>
          {known.safetyNets.filter(applies).map((net) => (
            <NetRow key={net.name} {...{ net, plan, setPlan }} />
          ))}
        </fieldset>
      </div>
      <Many
        name="Break it"
        variant="danger"
        icon="bolt"
        requests={breakEach(service === ALL ? services : [service], { ...plan, seed: seedOf(seed) }, known)}
        done={
          plan.faults.length + plan.withoutSafetyNets.length === 0
            ? 'Nothing is chosen, so nothing is broken.'
            : 'It is on. The band at the top says what is broken.'
        }
      />
    </Card>
  )
}
