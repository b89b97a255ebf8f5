import { arrange, ORDINARY, operatorRoutesOf, routesOf, type Wishes } from '@bistro/client'
import {
  type Booked,
  book,
  type Check,
  endOf,
  ledgerAddress,
  ledgerOf,
  orderOf,
  sagaPage,
  times,
  unlessRefused,
  type World,
} from '@bistro/workshop'

/** Until the process that has died is started again, and the charge's lease has ended. */
const CRASH_SECONDS = 20
const END_SECONDS = 15

export const verify = (world: World): Promise<readonly Check[]> => unlessRefused(world, () => checksOf(world))

async function checksOf(world: World): Promise<readonly Check[]> {
  world.tell("A guest pays, and the provider's answer is lost ...")
  const lost = await chargedOnce(world)
  if (!lost.isRight) return [lost]
  world.tell('The payment service dies each time that the provider has answered ...')
  const [survived, refunded] = await chargedOnceInSpiteOfCrashes(world)
  return survived.isRight ? [lost, survived, refunded] : [lost, survived]
}

const guest = async (world: World, wishes: Partial<Wishes>): Promise<Booked> => {
  const all = { ...ORDINARY, ...wishes }
  return book(world, await arrange(world.manifest, all), all)
}

async function chargedOnce(world: World): Promise<Check> {
  const booked = await guest(world, { cardToken: 'tok_lost_answer' })
  await world.until(async () => {
    const [{ charges }, { body }] = [await ledgerOf(world, booked), await orderOf(world, booked)]
    return charges > 1 || body.status === 'delivered' || body.status === 'cancelled' ? true : undefined
  }, END_SECONDS)
  const [{ charges }, { body }] = [await ledgerOf(world, booked), await orderOf(world, booked)]
  return {
    what: 'No card is charged twice',
    expected: '1 charge, and the order is delivered',
    saw: `${times(charges, 'charge')}, and the order is ${body.status}`,
    isRight: charges === 1 && body.status === 'delivered',
    where: `${ledgerAddress(world.manifest, booked.orderId)} and ${sagaPage(world, booked)}`,
  }
}

/** The address is not served, so the deposit is given back in the end. */
async function chargedOnceInSpiteOfCrashes(world: World): Promise<readonly [Check, Check]> {
  await world.breakOnPurpose('payment', { faults: [{ name: 'crash-after-answer', rate: 1 }] })
  // The provider refuses the first two refunds: there is time to break the service again.
  const booked = await guest(world, { postcode: '00000', cardToken: 'tok_refund_retry' })
  await world.until(
    async () => ((await pendingOf(world, booked, 'charge'))?.attempt ?? 0) > 1 || undefined,
    CRASH_SECONDS,
  )
  await world.mend('payment')
  await endOf(world, booked, CRASH_SECONDS)
  world.tell('The order is cancelled; the process dies when the provider has given the deposit back ...')
  await world.until(() => pendingOf(world, booked, 'refund'), END_SECONDS)
  await world.breakOnPurpose('payment', { faults: [{ name: 'crash-after-answer', rate: 1 }] })
  await world.until(async () => {
    const isMade = (await ledgerOf(world, booked)).refunds > 0
    return isMade || (await endOfRefund(world, booked)) ? true : undefined
  }, CRASH_SECONDS)
  await world.mend('payment')
  const ended = await world.until(() => endOfRefund(world, booked), CRASH_SECONDS)
  const { charges, refunds } = await ledgerOf(world, booked)
  const where = `${ledgerAddress(world.manifest, booked.orderId)} and ${sagaPage(world, booked)}`
  return [
    {
      what: 'A process that dies after the answer charges nothing again',
      expected: '1 charge',
      saw: times(charges, 'charge'),
      isRight: charges === 1,
      where,
    },
    {
      what: 'The deposit of a cancelled order comes back, once',
      expected: '1 refund, and the payment is refunded',
      saw: `${times(refunds, 'refund')}, and the payment is ${ended ?? 'not refunded yet'}`,
      isRight: refunds === 1 && ended === 'refunded',
      where: `${where}; what the provider has said is in .bistro/logs/payment.log`,
    },
  ]
}

/** What has become of the payment; undefined while a refund is still to be asked for. */
async function endOfRefund(world: World, booked: Booked): Promise<string | undefined> {
  // Before the status: a refund that succeeds in between is not taken for one that was given up.
  if (await pendingOf(world, booked, 'refund')) return undefined
  const { data } = await routesOf(world.manifest, 'payment').GET('/payments/{orderId}', {
    params: { path: { orderId: booked.orderId } },
  })
  return data?.status === 'refunded' || data?.status === 'refund_failed' ? data.status : undefined
}

/** A call that is not settled. @throws while the service does not answer: it dies again and again here */
async function pendingOf({ manifest }: World, { orderId }: Booked, call: 'charge' | 'refund') {
  const { data } = await operatorRoutesOf(manifest, 'payment').GET('/pending', {
    params: { query: { stream: orderId } },
  })
  if (data === undefined) throw new Error('payment does not answer')
  return data.items.find(({ name }) => name === call)
}
