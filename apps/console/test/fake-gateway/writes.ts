import { randomUUID } from 'node:crypto'
import { eveningId, orderId, reservationId } from './data/ids.ts'
import type { StoryName } from './data/stories.ts'
import { OPERATOR_WRITES } from './operator-writes.ts'
import { type Asked, problem, type Reply } from './routes.ts'

interface Written extends Asked {
  readonly body: unknown
  readonly method: string
}

const BY_TOKEN: Readonly<Record<string, StoryName>> = {
  tok_ok: 'delivered',
  tok_slow: 'unreachable',
  tok_lost_answer: 'delivered',
  tok_unreachable: 'unreachable',
  tok_never: 'never',
  tok_charged_silently: 'never',
  tok_refund_retry: 'refund refused',
  tok_refund_never: 'refund refused',
}
const BY_POSTCODE: Readonly<Record<string, StoryName>> = { '00000': 'not served', '99999': 'lost twice' }

const accepted: Reply = { status: 202, body: undefined }

export const WRITES: readonly (readonly [RegExp, (written: Written) => Reply])[] = [
  [/^\/api\/customer\/customers$/, newCustomer],
  [/^\/api\/reservation\/evenings$/, () => ({ status: 201, body: { eveningId: randomUUID() } })],
  [/^\/api\/reservation\/reservations$/, reserve],
  [/^\/api\/reservation\/reservations\/([^/]+)\/cancellation$/, () => accepted],
  [/^\/api\/([a-z]+)\/faults$/, setFaults],
  [/^\/api\/processes\/([^/]+)\/([^/]+)$/, changeProcess],
  [/^\/api\/partitions\/([^/]+)$/, addPartitions],
  ...OPERATOR_WRITES,
  [/^\/api\//, () => accepted],
]

function newCustomer({ state, body }: Written): Reply {
  const customerId = randomUUID()
  const { address, creditLimit } = body as { address: { postcode: string }; creditLimit: { amount: number } }
  state.customers.set(customerId, { postcode: address.postcode, creditLimit: creditLimit.amount })
  return { status: 201, body: { customerId } }
}

function reserve({ state, body }: Written): Reply {
  const asked = body as { customerId: string; eveningId: string; seats: number; cardToken: string }
  const customer = state.customers.get(asked.customerId)
  const isFull = asked.eveningId === eveningId(5) || asked.seats > 12
  const story = isFull ? 'rejected' : storyFor(asked.cardToken, customer)
  const { number } = state.start(story, { customer: asked.customerId, evening: asked.eveningId })
  const ids = { reservationId: reservationId(number), orderId: orderId(number) }
  if (!isFull)
    return {
      status: 202,
      body: { ...ids, status: 'held', holdExpiresAt: new Date(Date.now() + 900_000).toISOString() },
    }
  const full = problem(409, 'evening-full', 'Evening full', 'There are not enough free seats.')
  return { status: full.status, body: { ...(full.body as object), ...ids } }
}

function storyFor(cardToken: string, customer: { postcode: string; creditLimit: number } | undefined): StoryName {
  if (customer && customer.creditLimit < 1000) return 'credit refused'
  return (customer && BY_POSTCODE[customer.postcode]) ?? BY_TOKEN[cardToken] ?? 'declined'
}

function setFaults({ state, method, body, ids: [service = ''] }: Written): Reply {
  const {
    seed = 1,
    faults = [],
    withoutSafetyNets = [],
  } = (body ?? {}) as { seed?: number; faults?: []; withoutSafetyNets?: [] }
  const isSet = method === 'PUT' && faults.length + withoutSafetyNets.length > 0
  const others = state.faults.services.filter((one) => one.service !== service)
  const services = isSet ? [...others, { service, seed, faults, withoutSafetyNets }] : others
  state.faults = { ...state.faults, services }
  return { status: 200, body: { seed, faults, withoutSafetyNets } }
}

function changeProcess({ state, ids: [name = '', action] }: Written): Reply {
  if (action === 'start') state.stopped.delete(name)
  else state.stopped.add(name)
  return accepted
}

function addPartitions({ state, ids: [topic = ''], body }: Written): Reply {
  state.partitions.set(topic, (body as { partitions: number }).partitions)
  return accepted
}
