import type { Overview } from '@bistro/gateway/contract'
import { queryOptions, useQuery } from '@tanstack/react-query'
import '@xyflow/react/dist/base.css'
import { gatewayAway } from '../../api/problem.ts'
import { overviewQuery, topologyQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { Loaded } from '../../ui/index.ts'
import { Figures } from './figures.tsx'
import { Invitation } from './invitation.tsx'
import { Lights } from './lights.tsx'
import { PerMinute } from './per-minute.tsx'
import { Stuck } from './stuck.tsx'
import { useMotion } from './use-motion.ts'
import './map/map.css'
import './wall.css'

/** The map's code, loaded after the rest. While the gateway is away it is asked for again, and the rest stays. */
const mapQuery = queryOptions({
  queryKey: ['code', 'map'],
  queryFn: () =>
    import('./map/saga-map.tsx').catch(() => {
      throw gatewayAway()
    }),
  staleTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
})

/** For a projector: everything at one look, nothing to click. */
export default function Wall() {
  const overview = useQuery(overviewQuery)
  return (
    <Page title="Wall" heading={<span className="visually-hidden">Wall</span>} isWide>
      <Loaded query={overview} what="the overview">
        {(data) => (
          <div className="wall">
            <Stuck stuck={data.stuck} total={data.counts?.stuck ?? data.stuck.length} />
            {hasHappened(data) ? <Figures overview={data} /> : <Invitation />}
            <div className="wall-main">
              <Picture />
              <div className="wall-side">
                <PerMinute minutes={data.minutes} />
                <Lights invariants={data.invariants} />
              </div>
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

/** What is not known may have happened. */
const hasHappened = ({ counts, minutes }: Overview): boolean =>
  counts === undefined ||
  counts.open + counts.delivered + counts.cancelled + counts.rejected > 0 ||
  minutes.some(({ started }) => started > 0)

function Picture() {
  const topology = useQuery(topologyQuery)
  const code = useQuery(mapQuery)
  const hasMotion = useMotion()
  return (
    <section className="wall-map card" aria-label="Services, topics and the events between them">
      <Loaded query={code} what="the map">
        {({ default: SagaMap }) => (
          <Loaded query={topology} what="the map">
            {(data) => <SagaMap topology={data} hasMotion={hasMotion} />}
          </Loaded>
        )}
      </Loaded>
    </section>
  )
}
