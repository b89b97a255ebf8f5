import type { WrittenReader } from '@bistro/events'
import { SERVICES, type ServiceName } from '@bistro/services'
import type { Attention } from '../contract/index.ts'
import type { Gateway } from '../gateway.ts'
import { unavailableOf } from '../overview/unavailable.ts'
import { readStuck } from '../sagas/stuck.ts'
import { readAll } from '../waiting/pages.ts'
import type { LastKnown } from './last-known.ts'
import { needsOf } from './needs.ts'

const MOST_STUCK = 100
/** Of each service's list. */
const MAX_PAGES = 3
const REFUNDS = '/payments?status=refund_failed'

type Parked = Attention['parked'][number]
type ParkedItem = Omit<Parked, 'service' | 'needs' | 'reservationId'>
type Refund = Attention['refunds'][number]

type Parts = Pick<Gateway, 'database' | 'services' | 'health'> & {
  readonly reader: Pick<WrittenReader, 'read'>
  readonly known: LastKnown
}

/** Everything that an operator must look at. Of what does not answer, what it has said last. */
export async function attentionOf(parts: Parts): Promise<Attention> {
  const { known } = parts
  const [stuck, parked, refunds] = await Promise.all([
    known.of('stuck', () => readStuck(parts.database.query, MOST_STUCK)),
    Promise.all(SERVICES.map((service) => known.of(`parked at ${service}`, () => parkedAt(parts, service)))),
    known.of('refunds', () => refundsAt(parts)),
  ])
  const unavailable = unavailableOf(parts.health.troubles)
  return { stuck, parked: await withSagas(parts, parked.flat()), refunds, unavailable }
}

async function parkedAt({ services, reader }: Parts, service: ServiceName): Promise<Parked[]> {
  const { items } = await readAll<ParkedItem>(services, service, '/parked', MAX_PAGES)
  return items.map((item) => {
    const data = item.data ?? written(item, reader)
    return { ...item, service, ...(data !== undefined && { data }), needs: needsOf(service, item.type, data) }
  })
}

/** What the record says, where its consumer cannot read it: a field that it needs may be missing. */
function written({ source, type = '', raw }: ParkedItem, reader: Parts['reader']): object | undefined {
  try {
    const owner = source.split('/').at(-1)
    return reader.read(`bistro.${owner}.${type}`, Buffer.from(raw, 'base64')).data
  } catch {
    return undefined
  }
}

async function refundsAt({ services }: Parts): Promise<Refund[]> {
  const { items } = await readAll<Refund & Record<string, unknown>>(services, 'payment', REFUNDS, MAX_PAGES)
  return items.map(({ orderId, reservationId, amount, status, since, attempts }) => ({
    ...{ orderId, amount, status },
    ...(reservationId !== undefined && { reservationId }),
    ...(since && { since }),
    ...(attempts !== undefined && { attempts }),
  }))
}

const SAGAS = `select service, stream, version, saga from saga_events
  join unnest($1::text[], $2::uuid[], $3::integer[]) as wanted (service, stream, version) using (service, stream, version)
  where saga is not null`

/** The saga of each parked message, where the view knows the event. */
async function withSagas({ database }: Parts, parked: readonly Parked[]): Promise<Parked[]> {
  if (parked.length === 0) return []
  const publisherOf = ({ source }: Parked): string => source.split('/').at(-1) ?? ''
  const keyOf = (service: string, stream: string, version: number): string => `${service} ${stream} ${version}`
  const places = [parked.map(publisherOf), parked.map(({ streamId }) => streamId), parked.map(({ version }) => version)]
  const rows = await database
    .query<{ service: string; stream: string; version: number; saga: string }>(SAGAS, places)
    .catch(() => [])
  const sagas = new Map(rows.map(({ service, stream, version, saga }) => [keyOf(service, stream, version), saga]))
  return parked.map((item) => {
    const reservationId = sagas.get(keyOf(publisherOf(item), item.streamId, item.version)) ?? sagaIn(item.data)
    return { ...item, ...(reservationId !== undefined && { reservationId }) }
  })
}

function sagaIn(data: unknown): string | undefined {
  const id = (data as { readonly reservationId?: unknown } | undefined)?.reservationId
  return typeof id === 'string' ? id : undefined
}
