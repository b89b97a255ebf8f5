import { operatorRoutesOf } from '@bistro/client'
import { type Check, consolePage, type World } from '@bistro/workshop'
import { parkedIn } from './retry.ts'

const TOPIC = 'bistro.order.v1'
/** The carrier takes its time. */
const PATIENCE_S = 8

/** What became of every order for the first of a month: those that were parked in an earlier run, or by the learner, are what has to be repaired. */
export async function leftOver(world: World): Promise<readonly Check[]> {
  world.tell('What became of the orders that were parked?')
  const found = await world.until(async () => {
    const orders = await ordersOfFirsts(world)
    return orders.every(hasEnded) || (await parkedIn(world)).length > 0 ? orders : undefined
  }, PATIENCE_S)
  const orders = found ?? (await ordersOfFirsts(world))
  const complete = await isComplete(world, orders)
  return complete.isRight ? [complete, await orderKept(world, orders)] : [complete]
}

interface Order {
  readonly orderId: string
  /** Of its events, in order. */
  readonly types: readonly string[]
}

const hasEnded = ({ types }: Order): boolean => types.includes('OrderCancelled') || types.includes('OrderDelivered')

/** Those that were confirmed, so that shipping has to do something for them. */
async function ordersOfFirsts(world: World): Promise<readonly Order[]> {
  const streams = Map.groupBy(await world.records(TOPIC), ({ headers }) => headers.ce_subject ?? '')
  return [...streams].flatMap(([orderId, records]) => {
    const isOfFirst = records.some(({ data }) => String(data?.eveningDate).endsWith('-01'))
    const sorted = records.toSorted((a, b) => Number(a.headers.ce_sequence) - Number(b.headers.ce_sequence))
    const types = sorted.map(({ type }) => type)
    return isOfFirst && types.includes('OrderConfirmed') ? [{ orderId, types }] : []
  })
}

async function isComplete(world: World, orders: readonly Order[]): Promise<Check> {
  const open = orders.filter((order) => !hasEnded(order)).map(({ orderId }) => orderId)
  const parked = (await parkedIn(world)).length
  const waits = parked === 1 ? '1 message is parked' : `${parked} messages are parked`
  const why = parked > 0 ? `${waits} at shipping` : 'nothing is parked: what they wait for was skipped'
  return {
    what: 'No order is left behind',
    expected: 'every order for the first of a month has ended',
    saw: open.length === 0 ? 'all have ended' : `${open.length} of ${orders.length} have not: ${why}`,
    isRight: open.length === 0,
    where:
      parked > 0
        ? consolePage(world, '/attention')
        : `${consolePage(world, '/sagas')}; npm run lab -- reset begins anew`,
  }
}

/** OrderConfirmed, then OrderCancellationRequested: the other way round, a parcel leaves for a guest who has cancelled. */
async function orderKept(world: World, orders: readonly Order[]): Promise<Check> {
  const params = { query: { limit: 100 } }
  const { data } = await operatorRoutesOf(world.manifest, 'shipping').GET('/commands', { params })
  const retried = new Set(data?.items.filter(({ type }) => type === 'RetryParked').map(({ streamId }) => streamId))
  const cancelled = orders.filter(
    ({ orderId, types }) => retried.has(orderId) && types.includes('OrderCancellationRequested'),
  )
  const sent = cancelled.filter(({ types }) => types.includes('OrderDispatched')).length
  return {
    what: 'What was parked was done in order: who has cancelled gets no parcel',
    expected: 'no parcel',
    saw: sent === 0 ? 'no parcel' : `a parcel for ${sent} of ${cancelled.length}`,
    isRight: sent === 0,
    where: consolePage(world, '/sagas'),
  }
}
