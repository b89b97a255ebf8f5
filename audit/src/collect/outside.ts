import { type Money, orderIdOf, paymentIdOf } from '@bistro/events'
import { factsOf, type Ledger, orderIdIn, type Parcel, type Saga } from '@bistro/oracle'
import type { Access } from '../access.ts'

const AT_A_TIME = 16
const TIMEOUT_MS = 10_000

/** The card provider's ledger of every order, by orderId, including orders without a payment. */
export async function readLedgers({ psp }: Access, sagas: Iterable<Saga>): Promise<Map<string, Ledger>> {
  const orderIds = [...sagas].filter((saga) => orderIdIn(saga) !== undefined).map(({ id }) => orderIdOf(id))
  return readAll(orderIds, async (orderId) => {
    const { captures, refunds } = await get(`${psp.url}/ledger?reference=${paymentIdOf(orderId)}`)
    return { captures: amountsIn(captures), refunds: amountsIn(refunds) }
  })
}

const amountsIn = (entries: unknown): number[] => (entries as { amount: Money }[]).map(({ amount }) => amount.amount)

/** The carrier's state of parcels whose cancellation was requested, by shipmentId: shipping asks to stop at most one parcel of a shipment. */
export async function readParcels({ carrier }: Access, sagas: Iterable<Saga>): Promise<Map<string, readonly Parcel[]>> {
  const requests = [...sagas].flatMap((saga) => factsOf(saga, 'ShipmentCancellationRequested'))
  const attempts = new Map(requests.map(({ data }) => [data.shipmentId ?? '', data.attempt ?? 1]))
  return readAll([...attempts.keys()], async (shipmentId) => {
    const attempt = attempts.get(shipmentId) ?? 1
    const { status } = await get(`${carrier.url}/parcels?shipmentId=${shipmentId}&attempt=${attempt}`)
    return [{ attempt, status: status as Parcel['status'] }]
  })
}

async function readAll<Value>(keys: readonly string[], read: (key: string) => Promise<Value>) {
  const found = new Map<string, Value>()
  const waiting = keys.values()
  const reader = async (): Promise<void> => {
    for (const key of waiting) found.set(key, await read(key))
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, reader))
  return found
}

async function get(url: string): Promise<Record<string, unknown>> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!response.ok) throw new Error(`GET ${url} responded with status ${response.status}`)
  return (await response.json()) as Record<string, unknown>
}
