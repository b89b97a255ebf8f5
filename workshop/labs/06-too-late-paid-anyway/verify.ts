import { call, operatorRoutesOf, routesOf } from '@bistro/client'
import { headersOf } from '@bistro/http-client'
import {
  type Check,
  endOf,
  euros,
  ledgerAddress,
  orderOf,
  sagaPage,
  type Visit,
  visit,
  type World,
} from '@bistro/workshop'

/** When the provider charges `tok_slow`: long after the hold has expired. */
export const SLOW_MS = 2_500
const HOLD_SECONDS = 1
const A_MOMENT_MS = 500
/** A charge that is never answered is pending for as long. */
const PATIENCE_S = 4

export async function verify(world: World): Promise<readonly Check[]> {
  world.tell(
    'Three guests reserve. Two of them have cards that the provider does not answer before their hold expires.',
  )
  const [punctual, silent, slow] = await Promise.all([
    visit(world),
    visit(world, { cardToken: 'tok_charged_silently', holdSeconds: HOLD_SECONDS }),
    visit(world, { cardToken: 'tok_slow', holdSeconds: HOLD_SECONDS }),
  ])
  const chargedByMs = Date.now() + SLOW_MS + A_MOMENT_MS
  const endings = await Promise.all([silent, slow].map((late) => endingOf(world, late)))
  const expired: Check = {
    what: 'An order ends when its hold has expired',
    expected: 'both late orders are cancelled: hold_expired',
    saw: endings.join(', '),
    isRight: endings.every((ending) => ending === 'cancelled: hold_expired'),
    where: sagaPage(world, silent),
  }
  if (!expired.isRight) return [expired]

  world.tell('Both late orders are cancelled. Now the provider answers.')
  const [ofSilent, ofSlow] = await Promise.all([
    settled(world, silent, ({ taken }) => taken > 0),
    settled(world, slow, ({ taken }) => taken > 0 || Date.now() > chargedByMs),
  ])
  const checks = [
    expired,
    givesBack('A charge without an answer is given back', ofSilent, placesOf(world, silent)),
    givesBack('A charge that comes too late costs the guest nothing', ofSlow, placesOf(world, slow)),
  ]
  if (checks.some(({ isRight }) => !isRight)) return checks
  return [...checks, agreement(world, silent, ofSilent), await delivery(world, punctual)]
}

interface Money {
  readonly status: string
  /** In the provider's ledger, in cents. */
  readonly taken: number
  readonly givenBack: number
  /** What the payment service says of it. */
  readonly captured: number
  readonly refunded: number
}

/** The money once the payment service has nothing left to do for a cancelled order, or as it is when patience ends. */
async function settled(world: World, guest: Visit, hasDecided: (money: Money) => boolean): Promise<Money> {
  const { manifest, until } = world
  const { token } = await orderOf(world, guest)
  const knowsTheEnd = async () => (await paymentOf(world, guest, token)).data && true
  await until(knowsTheEnd)
  const atRest = async () => {
    const params = { query: { stream: guest.orderId } }
    const { data } = await operatorRoutesOf(manifest, 'payment').GET('/pending', { params })
    if (data?.items.length !== 0) return undefined
    const money = await moneyOf(world, guest)
    return hasDecided(money) ? money : undefined
  }
  return (await until(atRest, PATIENCE_S)) ?? moneyOf(world, guest)
}

const paymentOf = ({ manifest }: World, { orderId }: Visit, token?: string) =>
  routesOf(manifest, 'payment').GET('/payments/{orderId}', {
    params: { path: { orderId }, header: headersOf({ tokens: [token] }) },
  })

async function moneyOf(world: World, guest: Visit): Promise<Money> {
  const [{ body }, { data }] = await Promise.all([
    call(ledgerAddress(world.manifest, guest.orderId)),
    paymentOf(world, guest),
  ])
  return {
    status: data?.status ?? 'unknown',
    ...{ taken: sumOf(body.captures), givenBack: sumOf(body.refunds) },
    ...{ captured: data?.captured.amount ?? 0, refunded: data?.refunded.amount ?? 0 },
  }
}

const placesOf = (world: World, guest: Visit): string =>
  `${sagaPage(world, guest)}, and the provider's ledger: ${ledgerAddress(world.manifest, guest.orderId)}`

const sumOf = (entries: unknown): number =>
  (entries as { readonly amount: { readonly amount: number } }[]).reduce((sum, { amount }) => sum + amount.amount, 0)

const givesBack = (what: string, { status, taken, givenBack }: Money, where: string): Check => ({
  what,
  expected: 'the provider has given back all that it took',
  saw: `${euros(taken)} taken, ${euros(givenBack)} given back; the payment is ${status}`,
  isRight: taken === givenBack,
  where,
})

const agreement = (world: World, guest: Visit, { taken, givenBack, captured, refunded }: Money): Check => ({
  what: 'The payment service agrees with the provider',
  expected: `${euros(taken)} captured, ${euros(givenBack)} refunded`,
  saw: `${euros(captured)} captured, ${euros(refunded)} refunded`,
  isRight: captured === taken && refunded === givenBack,
  where: sagaPage(world, guest),
})

async function delivery(world: World, guest: Visit): Promise<Check> {
  const saw = await endingOf(world, guest)
  const expected = 'delivered'
  return {
    what: 'A guest who pays in time gets the menu',
    expected,
    saw,
    isRight: saw === expected,
    where: sagaPage(world, guest),
  }
}

/** How an order has ended. */
async function endingOf(world: World, guest: Visit): Promise<string> {
  const { body } = (await endOf(world, guest)) ?? (await orderOf(world, guest))
  return body.cancelReason ? `${body.status}: ${body.cancelReason}` : String(body.status)
}
