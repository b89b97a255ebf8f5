import type { SagaDetail } from '@bistro/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useParams } from 'react-router'
import { Problem } from '../../api/problem.ts'
import { sagaQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { Empty, Loaded, Loading, shortId } from '../../ui/index.ts'
import { SagaView } from './saga-view.tsx'
import './saga.css'

export default function Saga() {
  const { id = '' } = useParams()
  const query = useQuery(sagaQuery(id))
  const heading = <>Saga {shortId(id)}</>
  const isNew = useLocation().state?.isNew === true
  if (query.error instanceof Problem && query.error.status < 500 && query.error.status >= 400)
    return (
      <Page title="Saga" heading={heading}>
        {isNew && query.error.status === 404 ? <Loading what="the first event" /> : <NotFound error={query.error} />}
      </Page>
    )
  return (
    <Page title={`Saga ${shortId(id)}`} heading={heading} isWide>
      <Loaded query={query} what="the saga">
        {(saga: SagaDetail) => <SagaView saga={saga} />}
      </Loaded>
    </Page>
  )
}

function NotFound({ error }: { error: Problem }) {
  return (
    <Empty title={error.status === 404 ? 'No saga has this id' : error.title}>
      <p>
        {error.status === 404
          ? 'If it has only just begun, it appears here as soon as the gateway has read its first event.'
          : error.message}
      </p>
      <Link to="/sagas">All sagas</Link>
    </Empty>
  )
}
