import type { Overview } from '@bistro/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { overviewQuery, topologyQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { Loaded, Loading } from '../../ui/index.ts'
import { Figures } from './figures.tsx'
import { Invitation } from './invitation.tsx'
import { Lights } from './lights.tsx'
import { PerMinute } from './per-minute.tsx'
import { Stuck } from './stuck.tsx'
import { useMotion } from './use-motion.ts'
import './wall.css'

const SagaMap = lazy(() => import('./map/saga-map.tsx'))

/** For a projector: everything at one look, nothing to click. */
export default function Wall() {
  const overview = useQuery(overviewQuery)
  return (
    <Page title="Wall" heading={<span className="visually-hidden">Wall</span>} isWide>
      <Loaded query={overview} what="the overview">
        {(data) => (
          <div className="wall">
            <Stuck stuck={data.stuck} total={data.counts.stuck} />
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

const hasHappened = ({ counts, minutes }: Overview): boolean =>
  counts.open + counts.delivered + counts.cancelled + counts.rejected > 0 || minutes.some(({ started }) => started > 0)

function Picture() {
  const topology = useQuery(topologyQuery)
  const hasMotion = useMotion()
  return (
    <section className="wall-map card" aria-label="Services, topics and the events between them">
      <Loaded query={topology} what="the map">
        {(data) => (
          <Suspense fallback={<Loading what="the map" />}>
            <SagaMap topology={data} hasMotion={hasMotion} />
          </Suspense>
        )}
      </Loaded>
    </section>
  )
}
