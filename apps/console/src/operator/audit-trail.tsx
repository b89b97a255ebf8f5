import type { SagaCommand } from '@bistro/gateway/contract'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { type ApiRequest, get, path, withQuery } from '../api/request.ts'
import { CopyCurl, Loaded, Table, Time } from '../ui/index.ts'

type Command = Omit<SagaCommand, 'service'>
const SHOWN = 5

const trailOf = (service: string, stream?: string): ApiRequest => ({
  method: 'GET',
  path: withQuery(path`/api/${service}/commands`, { stream, limit: SHOWN }),
  asOperator: true,
})

const trailQuery = (service: string, stream?: string) =>
  queryOptions({
    queryKey: ['trail', service, stream ?? 'all'],
    queryFn: ({ signal }) => get<{ items: Command[] }>(trailOf(service, stream).path, signal, true),
  })

/** The last commands of a stream, or of all, as their service keeps them; the operator's own are among them. */
export function AuditTrail({ service, stream }: { service: string; stream?: string }) {
  const trail = useQuery(trailQuery(service, stream))
  return (
    <>
      <h3>Audit trail of {service}</h3>
      <Loaded query={trail} what="the audit trail">
        {({ items }) => (
          <Table caption={`The last commands of ${stream ?? service}`} columns={COLUMNS} rows={items} keyOf={keyOf} />
        )}
      </Loaded>
      <CopyCurl request={trailOf(service, stream)} />
    </>
  )
}

const keyOf = ({ id }: Command) => id

const whyOf = (request: unknown): string =>
  typeof request === 'object' && request !== null && 'why' in request ? String(request.why) : ''

const COLUMNS = [
  { title: 'When', cell: ({ at }: Command) => <Time at={at} /> },
  { title: 'By', cell: ({ by }: Command) => by },
  { title: 'Command', cell: ({ type }: Command) => type },
  { title: 'Why', cell: ({ request }: Command) => <span className="foreign">{whyOf(request)}</span> },
  { title: 'Outcome', cell: ({ outcome, reason }: Command) => (reason ? `${outcome}: ${reason}` : outcome) },
]
