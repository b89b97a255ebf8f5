import type { ClientBase, Pool } from 'pg'
import type { Saga } from './saga.ts'

const TEXT = 'select saga from states where stream = $1'

/** The saga that a shipment belongs to, from the shipping database. */
export async function sagaOf(client: ClientBase | Pool, shipmentId: string): Promise<Saga> {
  const { rows } = await client.query<{ saga: Saga }>({ name: 'saga_of', text: TEXT, values: [shipmentId] })
  if (!rows[0]) throw new Error(`unknown shipment ${shipmentId}`)
  return rows[0].saga
}
