import { setTimeout as delay } from 'node:timers/promises'
import { type Answer, type Arranged, arrange, ORDINARY, reserve, routesOf } from '@bistro/client'
import { type Check, CouldNotCheck, ledgerOf, orderOf, type World } from '@bistro/workshop'

export const PUBLISHED = 'order publishes to bistro.order.v2, beside bistro.order.v1'
export const OLD_READER = 'payment still reads bistro.order.v1'
const NEW_READER = 'payment reads bistro.order.v2'
const WHOLE = 'Both topics have every event of these orders'
const DELIVERED = 'No order is lost'
const CHARGED = 'No card is charged twice'

const [V1, V2] = ['bistro.order.v1', 'bistro.order.v2'] as const
const GUEST = { ...ORDINARY, seatsOfEvening: 10_000, creditLimitCents: 1_000_000_000 }
const GUESTS_AT_ONCE = 2
const PAUSE_MS = 200

/** Moves payment from the old topic to the new one while guests reserve, and back. */
export async function verify(world: World): Promise<readonly Check[]> {
  const checks: Check[] = []
  world.tell('Guests reserve; order is started with BISTRO_PUBLISH=v1,v2')
  const doors = openTheDoors(world, await arrange(world.manifest, GUEST))
  try {
    for (const look of [publishes, readsOld, readsNew]) {
      const check = await look(world, doors)
      checks.push(check)
      if (!check.isRight) return checks
    }
    await doors.close()
    world.tell('The last orders are on their way')
    return [...checks, ...(await whatBecameOf(world, doors.orders))]
  } finally {
    await doors.close()
    world.tell('payment and order go back to the first topic')
    if (checks.some(({ what }) => what === NEW_READER)) await restart(world, 'payment', { BISTRO_READ: '' })
    await restart(world, 'order', { BISTRO_PUBLISH: 'v1' })
  }
}

interface Doors {
  /** The orders so far. */
  readonly orders: string[]
  close(): Promise<void>
}

/** Guests who reserve one after the other until they are told to stop; one who is sent away comes again. */
function openTheDoors(world: World, arranged: Arranged): Doors {
  const orders: string[] = []
  let isOpen = true
  const guest = async (): Promise<void> => {
    for (; isOpen && !world.signal.aborted; await delay(PAUSE_MS)) {
      const answer = await reserve(world.manifest, arranged, GUEST).catch(() => undefined)
      if (typeof answer?.body.orderId === 'string') orders.push(answer.body.orderId)
    }
  }
  const guests = Promise.all(Array.from({ length: GUESTS_AT_ONCE }, guest))
  return {
    orders,
    close: async () => {
      isOpen = false
      await guests
    },
  }
}

async function restart(world: World, name: 'order' | 'payment', settings: Record<string, string>): Promise<void> {
  await world.stop(name).catch((error: unknown) => {
    if (!/is not running/.test(String(error))) throw error
  })
  await world.start(name, settings)
}

async function publishes(world: World): Promise<Check> {
  const refusal = await restart(world, 'order', { BISTRO_PUBLISH: 'v1,v2' }).then(
    () => undefined,
    (error: unknown) => {
      const [text] = /BISTRO_PUBLISH names [^"\\\n]*/.exec(String(error)) ?? []
      if (text === undefined) throw error
      return text
    },
  )
  return {
    what: PUBLISHED,
    expected: 'order starts with BISTRO_PUBLISH=v1,v2',
    saw: refusal ?? 'order starts with BISTRO_PUBLISH=v1,v2',
    isRight: refusal === undefined,
    where: 'npm run stack -- stop order, then npm run stack -- start order BISTRO_PUBLISH=v1,v2',
  }
}

const readsOld = (world: World, doors: Doors): Promise<Check> => paysFor(world, doors, OLD_READER)

async function readsNew(world: World, doors: Doors): Promise<Check> {
  world.tell('payment is started with BISTRO_READ=order:v2')
  await restart(world, 'payment', { BISTRO_READ: 'order:v2' })
  return paysFor(world, doors, NEW_READER)
}

/** Whether payment takes what is said of an order that is made from now on. */
async function paysFor(world: World, { orders }: Doors, what: string): Promise<Check> {
  const from = orders.length
  const order = await world.until(async () => orders[from])
  if (order === undefined) throw new CouldNotCheck('No guest can reserve any more.', 'npm run order')
  const saw = await world.until(async () => (await isPaid(world, order)) ?? (await whyParked(world, order)), 20)
  return {
    what,
    expected: PAID,
    saw: saw ?? 'payment has not heard of the order',
    isRight: saw === PAID,
    where: `/attention in the console, and npm run saga -- ${order}`,
  }
}

const PAID = 'the deposit of an order is paid'

async function isPaid(world: World, orderId: string): Promise<string | undefined> {
  const { data } = await routesOf(world.manifest, 'payment').GET('/payments/{orderId}', {
    params: { path: { orderId } },
  })
  return data?.status === 'processed' ? PAID : undefined
}

async function whyParked(world: World, order: string): Promise<string | undefined> {
  const [parked] = await world.query<{ error: string }>('payment', 'select error from parked where stream = $1', [
    order,
  ])
  return parked && `OrderValidated is parked at payment: ${parked.error}`
}

async function whatBecameOf(world: World, orders: readonly string[]): Promise<Check[]> {
  const delivered = async () =>
    (await Promise.all(orders.map((orderId) => orderOf(world, { orderId })))).filter(isDelivered).length
  const count = await world.until(async () => ((await delivered()) === orders.length ? orders.length : undefined), 30)
  const ledgers = await Promise.all(orders.map((orderId) => ledgerOf(world, { orderId })))
  const wrong = ledgers.filter(({ charges }) => charges !== 1).length
  const [old, later] = await eventsOf(world, orders)
  return [
    {
      what: DELIVERED,
      expected: `${orders.length} orders delivered`,
      saw: `${count ?? (await delivered())} orders delivered`,
      isRight: count === orders.length,
      where: 'npm run saga -- --open',
    },
    {
      what: CHARGED,
      expected: `${orders.length} orders with one charge each`,
      saw: wrong === 0 ? `${orders.length} orders with one charge each` : `${wrong} orders with none, or more than one`,
      isRight: wrong === 0,
      where: `${world.manifest.psp.url}/ledger?reference=<paymentId>`,
    },
    {
      what: WHOLE,
      expected: `${old} events on each of ${V1} and ${V2}`,
      saw: `${old} events on ${V1}, ${later} on ${V2}`,
      isRight: old === later,
      where: `npm run tail -- ${V2}`,
    },
  ]
}

const isDelivered = ({ body }: Answer): boolean => body.status === 'delivered'

/** How many different events of these orders are on the old topic and on the new one, which follows it closely. */
async function eventsOf(world: World, orders: readonly string[]): Promise<readonly [number, number]> {
  const on = async (topic: string): Promise<number> => {
    const records = await world.records(topic)
    return new Set(records.filter(({ key = '' }) => orders.includes(key)).map(({ headers }) => headers.ce_id)).size
  }
  const old = await on(V1)
  const later = await world.until(async () => {
    const found = await on(V2)
    return found === old ? found : undefined
  })
  return [old, later ?? (await on(V2))]
}
