import type { Check, World } from '@bistro/workshop'
import { type Facts, factsOf, isId } from './facts.ts'

const NOTHING = 'no answer yet'

/** Holds the answers against the learner's own two sagas. */
export async function verify(world: World): Promise<readonly Check[]> {
  return [...(await delivered(world)), ...(await declined(world))]
}

async function delivered(world: World): Promise<Check[]> {
  const facts = await sagaNamed(world, 'delivered')
  const check = await ended(world, facts, {
    what: 'You have followed a saga to its delivery',
    name: 'delivered',
    ending: 'OrderDelivered',
  })
  if (!check.isRight || !facts) return [check]
  const given = answerOf(world)
  return [
    check,
    judged('You know the id of its shipment', given('shipment'), {
      expected: 'the id of the shipment of this order',
      isRight: (text) => text.toLowerCase() === facts.shipmentId,
      saw: (text) => (text.toLowerCase() === facts.orderId ? `${text}, which is another id of this saga` : text),
      where: 'the event ShipmentScheduled in the console, or shipping in the states below the lanes',
    }),
    judged('You know what caused the payment', given('cause'), {
      expected: 'the type of the event that PaymentProcessed names as its cause',
      isRight: is(await facts.causeOf('PaymentProcessed')),
      where: 'ce_causationid of PaymentProcessed, and the ids of the events before it',
    }),
    judged('You know where OrderValidated is', given('place'), {
      expected: 'PARTITION/OFFSET of the record on bistro.order.v1',
      isRight: includedIn(await facts.placesOf('OrderValidated')),
      where: 'the event OrderValidated in the console; or kcat, as npm run connect prints it',
    }),
    judged('You know what the gate of shipping has let through', given('gate'), {
      expected: "the version in shipping's gates for this order",
      isRight: is(String(await facts.gate())),
      where: 'table gates in the database of shipping; npm run connect in your copy says how to open it',
    }),
  ]
}

async function declined(world: World): Promise<Check[]> {
  const facts = await sagaNamed(world, 'declined')
  const check = await ended(world, facts, {
    what: 'You have followed a saga that undoes itself',
    name: 'declined',
    ending: 'OrderCancelled',
  })
  if (!check.isRight || !facts) return [check]
  return [
    check,
    judged('You know what gave the credit back', answerOf(world)('undone'), {
      expected: 'the type of the event that undid CreditReserved',
      isRight: is(await facts.undoneBy()),
      where: 'the lane of customer on the page of the saga',
    }),
  ]
}

const answerOf =
  ({ answers }: World) =>
  (name: string): string | undefined =>
    answers.get(name)?.trim()

const sagaNamed = async (world: World, name: string): Promise<Facts | undefined> => {
  const id = answerOf(world)(name)
  return id !== undefined && isId(id) ? factsOf(world, id.toLowerCase()) : undefined
}

interface Ended {
  readonly what: string
  readonly name: string
  readonly ending: string
}

/** Whether the answer names a saga that has ended so; one that is still under way is waited for. */
async function ended(world: World, facts: Facts | undefined, { what, name, ending }: Ended): Promise<Check> {
  const text = answerOf(world)(name)
  const found = facts && (await world.until(() => facts.ending(), 5))
  const saw =
    text === undefined
      ? NOTHING
      : facts
        ? (found ?? 'no such reservation, or it has not ended')
        : `'${text}', which is no id`
  return {
    what,
    expected: `the id of a reservation that ends with ${ending}`,
    saw,
    isRight: found === ending,
    where: 'the page Reserve of the console',
  }
}

interface Expected {
  readonly expected: string
  readonly isRight: (text: string) => boolean
  readonly saw?: (text: string) => string
  readonly where: string
}

/** A missing answer is told apart from a wrong one. */
function judged(what: string, text: string | undefined, { expected, isRight, saw, where }: Expected): Check {
  const said = text === undefined ? NOTHING : (saw?.(text) ?? `'${text}'`)
  return { what, expected, saw: said, isRight: text !== undefined && isRight(text), where }
}

const is =
  (expected: string | undefined) =>
  (text: string): boolean =>
    text.toLowerCase() === expected?.toLowerCase()

const includedIn =
  (expected: readonly string[]) =>
  (text: string): boolean =>
    expected.includes(text.replaceAll(/\s/g, ''))
