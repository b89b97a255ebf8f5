import { type Arranged, arrange, ORDINARY } from '@bistro/client'
import { ceTypeOf, topics } from '@bistro/events'
import {
  amountIn,
  type Booked,
  book,
  type Check,
  CouldNotCheck,
  consolePage,
  endOf,
  type Fault,
  sagaPage,
  times,
  unlessRefused,
  type World,
} from '@bistro/workshop'
import { type Wire, wireOf } from './wire.ts'

const CROWD = { ...ORDINARY, seatsOfEvening: 2_000, creditLimitCents: 100_000_000 }
const AT_ONCE = 6
const SECONDS = 20
const END_SECONDS = 15
const REORDER: Fault = { name: 'reorder', rate: 1, ms: 200 }
const DUPLICATE: Fault = { name: 'duplicate', rate: 1, ms: 500 }

export const verify = (world: World): Promise<readonly Check[]> => unlessRefused(world, () => checksOf(world))

async function checksOf(world: World): Promise<readonly Check[]> {
  const arranged = await arrange(world.manifest, CROWD)
  const booked: Booked[] = []
  world.tell('A guest orders again and again; the events of the account overtake each other ...')
  await orderUntil(world, arranged, booked, REORDER, ({ overtaken }) => overtaken > 0)
  world.tell('Copies of these events come late ...')
  await orderUntil(world, arranged, booked, DUPLICATE, ({ lateCopies }) => lateCopies > 0)
  await afterAllOf(world, arranged, booked)
  const counted = await isCountedOnce(world, arranged, booked)
  return counted.isRight ? [counted, await allEnd(world, booked)] : [counted]
}

/** The guest orders while the customer service is broken, until its topic is as bad as it has to be. */
async function orderUntil(
  world: World,
  arranged: Arranged,
  booked: Booked[],
  fault: Fault,
  isBad: (wire: Wire) => boolean,
): Promise<void> {
  await world.breakOnPurpose('customer', { seed: 7, faults: [fault] })
  const isDone = await world.until(async () => {
    await Promise.all(Array.from({ length: AT_ONCE }, async () => booked.push(await book(world, arranged, CROWD))))
    const areAll = async () => ((await wireAt(world, arranged)).events.length >= booked.length ? true : undefined)
    const isForgotten = !(await world.until(areAll))
    return isForgotten || isBad(await wireAt(world, arranged)) ? true : undefined
  }, SECONDS)
  await world.mend('customer')
  if (!isDone) throw new CouldNotCheck(`No ${fault.name} of the guest's events was seen.`, 'npm run lab -- verify')
}

/** One more order: its event comes after all others of its stream, so who has read it has read them. */
async function afterAllOf(world: World, arranged: Arranged, booked: Booked[]): Promise<void> {
  const last = await book(world, arranged, CROWD)
  booked.push(last)
  await endOf(world, last, END_SECONDS)
}

const wireAt = async (world: World, { customerId }: Arranged): Promise<Wire> =>
  wireOf(await world.records(topics.customer), customerId, ceTypeOf('CreditReserved'))

interface Total {
  readonly orders: number
  readonly spent: number
}

const TOTAL = 'select orders, spent from guest_totals where customer_id = $1'

async function isCountedOnce(world: World, arranged: Arranged, booked: readonly Booked[]): Promise<Check> {
  const { events: reserved, overtaken, lateCopies } = await wireAt(world, arranged)
  const spent = reserved.reduce((sum, { data }) => sum + amountIn(data?.amount), 0)
  const [row] = await world.query<Total>('order', TOTAL, [arranged.customerId])
  const more = (row?.orders ?? 0) - booked.length
  return {
    what: 'The view equals its replay',
    expected: textOf({ orders: booked.length, spent }),
    saw: `${textOf(row)}${more === 0 ? '' : `: ${Math.abs(more)} too ${more > 0 ? 'many' : 'few'}`}; on the topic, ${times(overtaken, 'event')} came after a later one, and ${lateCopies} times a copy did`,
    isRight: row?.orders === booked.length && row.spent === spent,
    where: `npm run replay -- order guest_totals, or ${consolePage(world, '/views')}`,
  }
}

const textOf = (total: Total | undefined): string =>
  total ? `${times(total.orders, 'order')}, ${total.spent} cents` : 'no row'

async function allEnd(world: World, booked: readonly Booked[]): Promise<Check> {
  const ends = await Promise.all(booked.map((one) => endOf(world, one, END_SECONDS)))
  const open = booked.filter((_, index) => ends[index]?.body.status !== 'delivered')
  return {
    what: 'No order is forgotten',
    expected: `${booked.length} orders delivered`,
    saw: open.length === 0 ? 'all of them' : `${open.length} of ${booked.length} not, such as ${open[0]?.orderId}`,
    isRight: open.length === 0,
    where: sagaPage(world, open[0]),
  }
}
