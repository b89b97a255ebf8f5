import type { LiveData, LiveName, Overview, SagaDetail, SagaSummary } from '@bistro/gateway/contract'
import type { QueryClient } from '@tanstack/react-query'
import { overviewQuery, type SagaPage, sagaQuery } from '../api/queries.ts'
import { live } from './stream.ts'
import { throttled } from './throttled.ts'
import { withEvent } from './with-event.ts'

/** Lists and details are loaded again at most this often, however much happens. */
const LISTS_MS = 1500
const DETAIL_MS = 250
const OVERVIEW_MS = 3000

/** Writes what the stream tells into the query cache. Returns what stops it. */
export function feed(client: QueryClient): () => void {
  const reloadLists = throttled(LISTS_MS, () => client.invalidateQueries({ queryKey: ['sagas'] }))
  const reloadDetail = throttled(DETAIL_MS, () => client.invalidateQueries({ queryKey: ['saga'], predicate: isNow }))
  const patch = (part: Partial<Overview>) =>
    client.setQueryData(overviewQuery.queryKey, (old) => (old ? { ...old, ...part } : old))

  const handlers: { readonly [N in LiveName]: (data: LiveData[N]) => void } = {
    saga: ({ items }) => {
      for (const item of items) putSaga(client, item)
      reloadLists()
      reloadDetail()
    },
    event: ({ items }) => {
      for (const event of items) putEvent(client, event)
    },
    health: ({ services, unavailable }) => patch({ services, unavailable }),
    invariants: (invariants) => patch({ invariants }),
    faults: (faults) => {
      patch({ faults })
      client.setQueryData(['faults'], faults)
    },
    reset: () => client.invalidateQueries(),
  }
  const stopListening = live.listen((name, data) => handlers[name](data))
  // A refetch interval of the query would begin anew with every message, and never come to its end.
  const reloadOverview = () => client.invalidateQueries({ queryKey: overviewQuery.queryKey }, { cancelRefetch: false })
  const timer = setInterval(reloadOverview, OVERVIEW_MS)
  return () => {
    stopListening()
    clearInterval(timer)
  }
}

const isNow = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[2] === 'now'

function putSaga(client: QueryClient, item: SagaSummary): void {
  const isSame = (known: SagaSummary) => known.reservationId === item.reservationId
  client.setQueriesData<SagaPage>({ queryKey: ['sagas'] }, (page) =>
    page?.items.some(isSame) ? { ...page, items: page.items.map((known) => (isSame(known) ? item : known)) } : page,
  )
  client.setQueryData(sagaQuery(item.reservationId).queryKey, (detail) => (detail ? { ...detail, ...item } : detail))
}

function putEvent(client: QueryClient, event: LiveData['event']['items'][number]): void {
  client.setQueriesData<SagaDetail>(
    { queryKey: ['saga'], predicate: isNow },
    (detail) => detail && withEvent(detail, event),
  )
}
