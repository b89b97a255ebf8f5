import type { Faults } from '@bistro/gateway/contract'
import type { Plan } from './scenarios.ts'

type Breakable = NonNullable<Faults['known']>['faults'][number]

interface Shared {
  readonly plan: Plan
  readonly setPlan: (plan: Plan) => void
}

const RATES = [0, 0.005, 0.01, 0.05, 0.1, 0.3, 0.6, 1] as const

export function RateRow({ fault: { name, what }, plan, setPlan }: Shared & { fault: Breakable }) {
  const rate = plan.faults.find((fault) => fault.name === name)?.rate ?? 0
  const others = plan.faults.filter((fault) => fault.name !== name)
  const set = (next: number) => setPlan({ ...plan, faults: next === 0 ? others : [...others, { name, rate: next }] })
  const options = RATES.includes(rate as 0) ? RATES : [...RATES, rate].sort((a, b) => a - b)
  return (
    <label className="faults-row">
      <select value={rate} onChange={({ target }) => set(Number(target.value))}>
        {options.map((option) => (
          <option key={option} value={option}>
            {option === 0 ? 'never' : `${option * 100} %`}
          </option>
        ))}
      </select>
      <span>
        <b>{name}</b> <span className="soft">{what}</span>
      </span>
    </label>
  )
}

export function NetRow({ net: { name, what }, plan, setPlan }: Shared & { net: Breakable }) {
  const others = plan.withoutSafetyNets.filter((one) => one !== name)
  const isOut = others.length < plan.withoutSafetyNets.length
  const toggle = () => setPlan({ ...plan, withoutSafetyNets: isOut ? others : [...others, name] })
  return (
    <label className="faults-row">
      <input type="checkbox" checked={isOut} onChange={toggle} />
      <span>
        <b>{name}</b> <span className="soft">{what}</span>
      </span>
    </label>
  )
}
