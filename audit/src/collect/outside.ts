import { type Money, orderIdOf, paymentIdOf } from '@bistro/events'
import type { Access } from '../access.ts'
import type { Ledger, Saga } from '../facts.ts'
import { factsOf, orderIdIn, parcelIn } from '../saga.ts'

const AT_A_TIME = 16
const TIMEOUT_MS = 10_000

/** The provider's ledger of every order, by orderId; also where no payment should ever have been. */
export async function readLedgers({ psp }: Access, sagas: Iterable<Saga>): Promise<Map<string, Ledger>> {
  const orderIds = [...sagas].filter((saga) => orderIdIn(saga) !== undefined).map(({ id }) => orderIdOf(id))
  return readAll(orderIds, async (orderId) => {
    const { captures, refunds } = await get(`${psp.url}/ledger?reference=${paymentIdOf(orderId)}`)
    return { captures: amountsIn(captures), refunds: amountsIn(refunds) }
  })
}

const amountsIn = (entries: unknown): Money[] => (entries as { amount: Money }[]).map(({ amount }) => amount)

/** What the carrier knows of parcels whose cancellation was requested, by `<shipmentId>:<attempt>`. */
export async function readParcels({ carrier }: Access, sagas: Iterable<Saga>): Promise<Map<string, string>> {
  const requests = [...sagas].flatMap((saga) => factsOf(saga, 'ShipmentCancellationRequested'))
  const keys = requests.map(({ data }) => parcelIn(data))
  return readAll(keys, async (key) => {
    const [shipmentId, attempt] = key.split(':')
    return String((await get(`${carrier.url}/parcels?shipmentId=${shipmentId}&attempt=${attempt}`)).status)
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
  if (!response.ok) throw new Error(`GET ${url} was answered with ${response.status}`)
  return (await response.json()) as Record<string, unknown>
}
