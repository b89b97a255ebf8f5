import { useQuery } from '@tanstack/react-query'
import { viewsQuery } from '../../api/queries.ts'
import { AuditTrail } from '../../operator/audit-trail.tsx'
import { Icon, Time } from '../../ui/index.ts'
import type { View } from './state.ts'

/** The service takes the order first and swaps afterwards: this follows what comes of it. */
export function SwapResult({ ordered }: { ordered: View }) {
  const { data } = useQuery(viewsQuery)
  const now = data?.items.find(({ service, view }) => service === ordered.service && view === ordered.view)?.rebuild
  const isSwapped = now?.swappedAt !== undefined && now.swappedAt !== ordered.rebuild?.swappedAt
  if (isSwapped)
    return (
      <>
        <p>
          The rebuilt rows took the place of the live ones <Time at={now.swappedAt ?? ''} />. Another swap gives the
          former ones back.
        </p>
        <AuditTrail service={ordered.service} />
      </>
    )
  if (now?.problem !== undefined)
    return (
      <p className="row foreign" data-tone="bad">
        <Icon name="alarm" /> {now.problem}
      </p>
    )
  return <p>{ordered.service} swaps the rows in its next transaction. The live view serves meanwhile.</p>
}
