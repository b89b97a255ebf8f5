import type { Overview } from '@bistro/gateway/contract'
import { duration, Icon, type IconName } from '../../ui/index.ts'

/** The numbers of the wall, readable from ten metres. Counts are exact. */
export function Figures({ overview: { counts, confirmed, eventsPerSecond } }: { overview: Overview }) {
  return (
    <dl className="wall-figures">
      <Figure name="open" value={count(counts?.open)} icon="play" tone="accent" />
      <Figure name="delivered" value={count(counts?.delivered)} icon="check" tone="good" />
      <Figure name="cancelled" value={count(counts?.cancelled)} icon="undo" tone="undo" />
      <Figure name="rejected" value={count(counts?.rejected)} icon="ban" tone="calm" />
      <Figure name="events a second" value={eventsPerSecond.toFixed(eventsPerSecond < 10 ? 1 : 0)} />
      <Figure name="p50 to confirmation" value={confirmed ? duration(confirmed.p50Ms) : '–'} />
      <Figure name="p99 to confirmation" value={confirmed ? duration(confirmed.p99Ms) : '–'} />
    </dl>
  )
}

const count = (value: number | undefined): string => value?.toLocaleString('en') ?? '–'

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly icon?: IconName
  readonly tone?: string
}

const Figure = ({ name, value, icon, tone }: FigureProps) => (
  <div className="wall-figure" data-tone={tone}>
    <dt>
      {icon && <Icon name={icon} />} {name}
    </dt>
    <dd>{value}</dd>
  </div>
)
