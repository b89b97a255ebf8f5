import { Badge, Card } from '../../ui/index.ts'
import { RebuildState } from './rebuild-state.tsx'
import { age, isRebuilt, type View } from './state.ts'
import { RebuildAction, SwapAction } from './view-actions.tsx'

const SOURCES = {
  own: 'of its own events, in the same transaction',
  replicated: 'of other services’ events, through the gate',
} as const

export function ViewCard({ view }: { view: View }) {
  const { tone, icon, text } = age(view.lagSeconds)
  return (
    <Card
      title={
        <>
          {view.view} <span className="soft views-service">in {view.service}</span>
        </>
      }
      aside={
        <Badge tone={tone} icon={icon}>
          {text}
        </Badge>
      }
    >
      <p className="views-rows">
        <b>{view.rows?.toLocaleString('en') ?? '–'}</b> rows <span className="soft">{SOURCES[view.source]}</span>
      </p>
      <p className="soft small views-reads">Reads {view.reads.join(', ')}</p>
      {view.rebuild && <RebuildState rebuild={view.rebuild} />}
      <div className="row views-actions">
        <RebuildAction view={view} />
        {isRebuilt(view) && <SwapAction view={view} />}
      </div>
    </Card>
  )
}
