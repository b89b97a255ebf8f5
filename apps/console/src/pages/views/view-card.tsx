import { Badge, Card } from '../../ui/index.ts'
import { RebuildState } from './rebuild-state.tsx'
import { age, isRebuilt, type View } from './state.ts'
import { RebuildAction, SwapAction } from './view-actions.tsx'

const SOURCES = {
  own: 'From its own events, in the same transaction',
  replicated: 'From other services’ events, through the gate',
} as const

export function ViewCard({ view }: { view: View }) {
  const { tone, icon, text } = age(view.lagSeconds)
  return (
    <Card
      title={view.view}
      aside={
        <Badge tone={tone} icon={icon}>
          {text}
        </Badge>
      }
    >
      <p className="views-rows">
        <b>{view.rows?.toLocaleString('en') ?? '–'}</b> rows in <b>{view.service}</b>
      </p>
      <p className="soft small views-reads">
        {SOURCES[view.source]}: {view.reads.join(', ')}
      </p>
      {view.rebuild && <RebuildState rebuild={view.rebuild} />}
      <div className="row views-actions">
        {view.rebuild?.status !== 'running' && <RebuildAction view={view} />}
        {isRebuilt(view) && <SwapAction view={view} />}
      </div>
    </Card>
  )
}
