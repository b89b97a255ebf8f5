import type { MakeExample } from '@bistro/kit/http'
import type { Reader } from '@bistro/kit/runtime'
import { reservation, type Reservation as State } from '../reservation/index.ts'
import { freeOf, type Seats, seatsOf } from '../seats/index.ts'
import { type EveningRow, evenings } from '../views/evenings.ts'
import { knownCustomers } from '../views/known-customers.ts'

const DAY_MS = 24 * 3_600_000
const SOON_DAYS = 30
/** So many evenings are looked at for a free seat. */
const MAX_EVENINGS = 20
const RUNNING: readonly State['status'][] = ['held', 'confirmed', 'cancelling']

export const newEvening: MakeExample = async () => ({
  body: {
    title: 'An evening in Lyon',
    date: new Date(Date.now() + SOON_DAYS * DAY_MS).toISOString(),
    seats: 12,
    pricePerSeat: { amount: 6_500, currency: 'EUR' },
    depositPercent: 30,
    kits: [{ sku: 'tasting-menu', name: 'Tasting menu', price: { amount: 4_000, currency: 'EUR' } }],
  },
})

export const oneEvening: MakeExample = async (reader) => {
  const [last] = (await reader.rows(evenings.name, { limit: 1 })) as readonly EveningRow[]
  return last && { params: { id: last.eveningId } }
}

/** The guest who registered last, and the latest evening that has a seat for him. */
export const newReservation: MakeExample = async (reader) => {
  const [customer] = await reader.rows(knownCustomers.name, { limit: 1 })
  const evening = await eveningWithRoom(reader)
  const [kit] = evening?.kits ?? []
  if (!customer || !evening || !kit) return undefined
  const { eveningId } = evening
  const order = { seats: 1, kits: [{ sku: kit.sku, quantity: 1 }], cardToken: 'tok_ok' }
  return { body: { customerId: String(customer.customerId), eveningId, ...order } }
}

async function eveningWithRoom(reader: Reader): Promise<EveningRow | undefined> {
  const rows = (await reader.rows(evenings.name, { limit: MAX_EVENINGS })) as readonly EveningRow[]
  const heads = await reader.heads(rows.map(({ eveningId }) => seatsOf(eveningId)))
  return rows.find(({ eveningId }) => {
    const seats = heads.get(seatsOf(eveningId))?.state as Seats | undefined
    return seats !== undefined && freeOf(seats) > 0
  })
}

export const oneReservation: MakeExample = async (reader) => {
  const [id] = await reader.recent(reservation.name)
  return id === undefined ? undefined : { params: { id } }
}

/** The latest that has not ended. */
export const runningReservation: MakeExample = async (reader) => {
  const ids = await reader.recent(reservation.name)
  const heads = await reader.heads(ids)
  const id = ids.find((one) => RUNNING.includes((heads.get(one)?.state as State | undefined)?.status ?? 'none'))
  return id === undefined ? undefined : { params: { id } }
}
