import { arrange, ORDINARY, operatorRoutesOf, type Wishes } from '@bistro/client'
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
  const booked = await guest(world, { postcode: '00000' })
  await world.until(async () => ((await attemptsOf(world, booked)) > 1 ? true : undefined), CRASH_SECONDS)
  await world.mend('payment')
  await endOf(world, booked, CRASH_SECONDS)
  await world.until(async () => ((await ledgerOf(world, booked)).refunds > 0 ? true : undefined), END_SECONDS)
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
      expected: '1 refund',
      saw: times(refunds, 'refund'),
      isRight: refunds === 1,
      where,
    },
  ]
}

/** How often the charge was begun, while it is not settled. */
async function attemptsOf({ manifest }: World, { orderId }: Booked): Promise<number> {
  const { data } = await operatorRoutesOf(manifest, 'payment').GET('/pending', {
    params: { query: { stream: orderId } },
  })
  return data?.items.find(({ name }) => name === 'charge')?.attempt ?? 0
}
