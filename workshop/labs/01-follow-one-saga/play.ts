import { arrange, ORDINARY, reserve, type Wishes } from '@bistro/client'
import { type Act, CouldNotCheck, type World } from '@bistro/workshop'
import { factsOf } from './facts.ts'

/** Makes both reservations, and finds what is asked for. */
export const solve: Act = async (world) => {
  const [delivered, declined] = await Promise.all([
    follow(world, ORDINARY),
    follow(world, { ...ORDINARY, cardToken: 'tok_declined' }),
  ])
  const [mine, other] = [factsOf(world, delivered), factsOf(world, declined)]
  const gate = await world.until(async () => ((await mine.gate()) === LAST ? LAST : undefined))
  const [place] = await mine.placesOf('OrderValidated')
  return {
    ...{ delivered, declined, shipment: mine.shipmentId },
    cause: (await mine.causeOf('PaymentProcessed')) ?? '',
    place: place ?? '',
    gate: String(gate),
    undone: (await other.undoneBy()) ?? '',
  }
}

/** The same, with the id of the order in place of that of the shipment. */
export const makeMistakes: Act = async (world) => {
  const delivered = await follow(world, ORDINARY)
  return { delivered, shipment: factsOf(world, delivered).orderId }
}

/** Version of OrderDelivered: with it, the stream of an order ends. */
const LAST = 7

async function follow(world: World, wishes: Wishes): Promise<string> {
  const { body } = await reserve(world.manifest, await arrange(world.manifest, wishes), wishes)
  const id = String(body.reservationId)
  const ending = await world.until(() => factsOf(world, id).ending(), 30)
  if (!ending) throw new CouldNotCheck(`The saga of ${id} has not ended.`, 'npm run saga -- --open')
  return id
}
