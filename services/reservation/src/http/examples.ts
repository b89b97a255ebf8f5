import { type MakeExample, type Reading, readRows, readStates } from '@bistro/kit/http'
import { reservation, type Reservation as State } from '../domain/reservation/index.ts'
import { freeOf, seats, seatsOf } from '../domain/seats/index.ts'
import { type EveningRow, evenings } from '../domain/views/evenings.ts'
import { knownCustomers } from '../domain/views/known-customers.ts'

const DAY_MS = 24 * 3_600_000
const SOON_DAYS = 30
/** Evenings that are searched for a free seat. */
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

export const oneEvening: MakeExample = async (runtime) => {
  const [last] = await readRows(runtime, evenings, { limit: 1 })
  return last && { params: { id: last.eveningId } }
}

/** The guest who registered last, and the latest evening with a free seat. */
export const newReservation: MakeExample = async (runtime) => {
  const [customer] = await readRows(runtime, knownCustomers, { limit: 1 })
  const evening = await eveningWithRoom(runtime)
  const [kit] = evening?.kits ?? []
  if (!customer || !evening || !kit) return undefined
  const { eveningId } = evening
  const order = { seats: 1, kits: [{ sku: kit.sku, quantity: 1 }], cardToken: 'tok_ok' }
  return { body: { customerId: customer.customerId, eveningId, ...order } }
}

async function eveningWithRoom(runtime: Reading): Promise<EveningRow | undefined> {
  const rows = await readRows(runtime, evenings, { limit: MAX_EVENINGS })
  const ids = rows.map(({ eveningId }) => seatsOf(eveningId))
  const states = await readStates(runtime, seats, ids)
  return rows.find(({ eveningId }) => {
    const state = states.get(seatsOf(eveningId))
    return state !== undefined && freeOf(state) > 0
  })
}

export const oneReservation: MakeExample = async ({ reader }) => {
  const [id] = await reader.recent(reservation.name)
  return id === undefined ? undefined : { params: { id } }
}

/** The latest that has not ended. */
export const runningReservation: MakeExample = async (runtime) => {
  const ids = await runtime.reader.recent(reservation.name)
  const states = await readStates(runtime, reservation, ids)
  const id = ids.find((one) => RUNNING.includes(states.get(one)?.status ?? 'none'))
  return id === undefined ? undefined : { params: { id } }
}
