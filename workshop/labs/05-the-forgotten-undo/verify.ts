import { audit } from '@bistro/audit'
import { type Arranged, answerTo, arrange, cancel, ORDINARY, routesOf, type Wishes } from '@bistro/client'
import { topics } from '@bistro/events'
import { headersOf } from '@bistro/http-client'
import {
  amountIn,
  type Booked,
  book,
  type Check,
  endOf,
  sagaPage,
  times,
  unlessRefused,
  type World,
} from '@bistro/workshop'

const END_SECONDS = 15
const RELEASE_SECONDS = 2

interface Case {
  readonly given: string
  readonly wishes: Partial<Wishes>
  readonly cancels?: boolean
  readonly ends: 'delivered' | 'cancelled'
}

const CASES: readonly Case[] = [
  { given: 'The card is declined', wishes: { cardToken: 'tok_declined' }, ends: 'cancelled' },
  { given: 'The address is not served', wishes: { postcode: '00000' }, ends: 'cancelled' },
  { given: 'The guest cancels', wishes: { cardToken: 'tok_slow' }, cancels: true, ends: 'cancelled' },
  { given: 'The hold expires', wishes: { cardToken: 'tok_never', holdSeconds: 1 }, ends: 'cancelled' },
  { given: 'There is too little credit', wishes: { creditLimitCents: 5_000 }, ends: 'cancelled' },
  { given: 'The order is delivered', wishes: {}, ends: 'delivered' },
]

export const verify = (world: World): Promise<readonly Check[]> => unlessRefused(world, () => checksOf(world))

async function checksOf(world: World): Promise<readonly Check[]> {
  world.tell(`${CASES.length} guests order, and each order ends in another way ...`)
  const played = await Promise.all(CASES.map((one) => play(world, one)))
  const ends = played.map(({ check }) => check)
  if (ends.some(({ isRight }) => !isRight)) return ends
  world.tell('The audit looks at these orders ...')
  return [...ends, await isReleasedOnce(world, played), await auditFindsNothing(world, played)]
}

interface Played {
  readonly arranged: Arranged
  readonly booked: Booked
  readonly check: Check
}

async function play(world: World, { given, wishes: special, cancels = false, ends }: Case): Promise<Played> {
  const wishes = { ...ORDINARY, ...special }
  const arranged = await arrange(world.manifest, wishes)
  const booked = await book(world, arranged, wishes)
  if (cancels) await cancel(world.manifest, booked.reservationId)
  const order = await endOf(world, booked, END_SECONDS)
  const due = ends === 'delivered' ? amountIn(order?.body.balance) : 0
  const isSettled = ({ reserved, balanceDue }: Credit): boolean => reserved === 0 && balanceDue === due
  const settled = await world.until(async () => {
    const credit = await creditOf(world, arranged, order?.token)
    return isSettled(credit) ? credit : undefined
  }, RELEASE_SECONDS)
  const credit = settled ?? (await creditOf(world, arranged, order?.token))
  const check = {
    what: `${given}: no credit stays reserved`,
    expected: `the order is ${ends}, 0 cents reserved, ${due} due`,
    saw: `the order is ${order?.body.status ?? 'still open'}, ${credit.reserved} cents reserved, ${credit.balanceDue} due`,
    isRight: order?.body.status === ends && isSettled(credit),
    where: sagaPage(world, booked),
  }
  return { arranged, booked, check }
}

interface Credit {
  readonly reserved: number
  readonly balanceDue: number
}

/** @param token of the order: the customer service answers when it has read what ended it */
async function creditOf({ manifest }: World, { customerId }: Arranged, token: string | undefined): Promise<Credit> {
  const params = { path: { id: customerId }, header: headersOf({ tokens: [token] }) }
  const { body } = await answerTo('GET /customers/{id}', () =>
    routesOf(manifest, 'customer').GET('/customers/{id}', { params }),
  )
  return { reserved: amountIn(body.reserved), balanceDue: amountIn(body.balanceDue) }
}

async function isReleasedOnce(world: World, played: readonly Played[]): Promise<Check> {
  const records = await world.records(topics.customer)
  const creditOfOrder = ({ orderId }: Booked) => {
    const count = (type: string): number => {
      const own = records.filter((record) => record.type === type && record.data?.orderId === orderId)
      return new Set(own.map(({ headers }) => headers.ce_id)).size
    }
    return { reserved: count('CreditReserved'), released: count('CreditReleased'), debited: count('CreditDebited') }
  }
  const orders = played.map(({ booked }) => ({ booked, ...creditOfOrder(booked) }))
  const wrong = orders.find(({ reserved, released, debited }) => reserved !== released + debited)
  const { reserved, released, debited } = wrong ?? sumOf(orders)
  return {
    what: 'What is reserved is released or debited, once',
    expected: 'one CreditReleased or CreditDebited for each CreditReserved',
    saw: `reserved ${times(reserved, 'time')}, released ${times(released, 'time')}, debited ${times(debited, 'time')}`,
    isRight: wrong === undefined,
    where: wrong ? sagaPage(world, wrong.booked) : 'npm run tail -- customer',
  }
}

interface Counts {
  readonly reserved: number
  readonly released: number
  readonly debited: number
}

const sumOf = (all: readonly Counts[]): Counts =>
  all.reduce((sum, one) => ({
    reserved: sum.reserved + one.reserved,
    released: sum.released + one.released,
    debited: sum.debited + one.debited,
  }))

/** Of these guests: what others have left behind says nothing. */
async function auditFindsNothing(world: World, played: readonly Played[]): Promise<Check> {
  const own = new Set(played.flatMap(({ arranged, booked }) => [arranged.customerId, booked.reservationId]))
  const found = async (): Promise<string[]> => {
    const { findings } = await audit(world.manifest)
    return findings
      .flatMap(({ violations }) => violations)
      .filter(({ ids }) => Object.values(ids).some((id) => own.has(id)))
      .map(({ invariant, what }) => `invariant ${invariant}: ${what}`)
  }
  const violations = await found()
  return {
    what: 'The audit finds nothing in these orders',
    expected: 'no violation',
    saw: violations[0] ?? 'no violation',
    isRight: violations.length === 0,
    where: 'npm run audit',
  }
}
