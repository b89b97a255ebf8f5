import { ProgressBar } from 'react-aria-components'
import { Badge, Table, Time } from '../../ui/index.ts'
import { describeRebuild, progress, type View } from './state.ts'

type Rebuild = NonNullable<View['rebuild']>
type Difference = Rebuild['differences'][number]

export function RebuildState({ rebuild }: { rebuild: Rebuild }) {
  const { tone, icon, text } = describeRebuild(rebuild)
  return (
    <div className="views-rebuild">
      <p className="row">
        <Badge tone={tone} icon={icon}>
          {text}
        </Badge>
        <span className="soft small">
          began <Time at={rebuild.startedAt} />
          {rebuild.endedAt && (
            <>
              , ended <Time at={rebuild.endedAt} />
            </>
          )}
          {rebuild.swappedAt && (
            <>
              , swapped <Time at={rebuild.swappedAt} />
            </>
          )}
        </span>
      </p>
      {rebuild.problem && rebuild.status !== 'failed' && <p className="foreign">{rebuild.problem}</p>}
      {rebuild.status === 'running' && <Progress rebuild={rebuild} />}
      {rebuild.differences.length > 0 && <Differences differences={rebuild.differences} />}
    </div>
  )
}

function Progress({ rebuild }: { rebuild: Rebuild }) {
  const value = Math.round(progress(rebuild) * 100)
  return (
    <ProgressBar aria-label="Events folded" value={value} className="views-progress">
      <div className="views-bar">
        <div style={{ width: `${value}%` }} />
      </div>
      <span className="small">
        {rebuild.done.toLocaleString('en')} of {rebuild.total.toLocaleString('en')} events
      </span>
    </ProgressBar>
  )
}

const Differences = ({ differences }: { differences: readonly Difference[] }) => (
  <details open>
    <summary>Rows that differ</summary>
    <Table caption="Rows that differ" columns={COLUMNS} rows={differences} keyOf={({ key }) => key} />
  </details>
)

const row = (value: unknown) => (value === undefined ? 'no such row' : JSON.stringify(value))

const COLUMNS = [
  { title: 'Key', cell: ({ key }: Difference) => <code className="foreign">{key}</code> },
  { title: 'Live', cell: ({ live }: Difference) => <code className="foreign">{row(live)}</code> },
  { title: 'Rebuilt', cell: ({ rebuilt }: Difference) => <code className="foreign">{row(rebuilt)}</code> },
]
