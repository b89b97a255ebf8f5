import { gatewayCall } from '@bistro/http-client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { asOperator, type BodyOf, kitOf, read } from '../api/request.ts'
import { CopyCurl, Loaded, Table, Time } from '../ui/index.ts'

const SHOWN = 5

const trailOf = (service: string, stream?: string) =>
  asOperator(gatewayCall('get', `${kitOf(service)}/commands`, { params: { query: { stream, limit: SHOWN } } }))

type Command = BodyOf<ReturnType<typeof trailOf>>['items'][number]

const trailQuery = (service: string, stream?: string) =>
  queryOptions({
    queryKey: ['trail', service, stream ?? 'all'],
    queryFn: ({ signal }) => read(trailOf(service, stream), signal),
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
