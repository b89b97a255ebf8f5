import { setTimeout as delay } from 'node:timers/promises'
import { ORDINARY } from '@bistro/client'
import { isNotNow, isOutcomeUnknown, type Reply, slugOf } from './answers.ts'
import type { Client } from './client.ts'
import { isTooSmall, type Place } from './places.ts'
import type { GuestPlan } from './wishes.ts'

/** An acknowledged reservation: it must end once, as its inputs allow. */
export interface Acknowledged {
  readonly reservationId: string
  readonly orderId: string
  readonly key: string
  readonly plan: GuestPlan
  readonly atMs: number
  /** Whether a cancellation was requested and not refused; without one, the saga must not end as cancelled by the guest. */
  asksForCancellation: boolean
}

export interface Guestbook {
  readonly acknowledged: Map<string, Acknowledged>
  /** Keys of requests that were refused and never repeated: no reservation may exist for them. */
  readonly refusedKeys: Set<string>
  /** Keys of requests whose outcome is unknown. */
  readonly unknownKeys: Set<string>
}

const RETRY_MS = 1_000
const MOST_TRIES = 60

/** One guest: requests a reservation, and may cancel it later. */
export async function visit(
  client: Client,
  book: Guestbook,
  plan: GuestPlan,
  key: string,
  places: { customer: Place; evening: Place },
): Promise<void> {
  const reply = await reserved(client, plan, key, places)
  if (reply.status === 202) {
    const { reservationId, orderId } = reply.body as { reservationId: string; orderId: string }
    const saga = { reservationId, orderId, key, plan, atMs: performance.now(), asksForCancellation: false }
    book.acknowledged.set(reservationId, saga)
    await changeOfMind(client, saga)
  } else if (isOutcomeUnknown(reply)) book.unknownKeys.add(key)
  else if (isNotNow(reply)) book.refusedKeys.add(key)
}

async function reserved(
  client: Client,
  plan: GuestPlan,
  key: string,
  { customer, evening }: { customer: Place; evening: Place },
): Promise<Reply> {
  const { wishes, repeats, isScarce } = plan
  const isUnheardOf = wishes.sku !== ORDINARY.sku
  const tokens = [customer.token, evening.token].filter((token) => token !== undefined)
  const problems = [
    ...(isUnheardOf ? ['unknown-kit'] : []),
    ...(isTooSmall(wishes) || isScarce ? ['evening-full'] : []),
    ...(repeats ? ['request-in-progress'] : []),
  ]
  const ask = () =>
    client.ask({
      service: 'reservation',
      method: 'POST',
      path: '/reservations',
      headers: { 'idempotency-key': key, 'consistency-token': tokens.join(',') },
      body: {
        customerId: customer.id,
        eveningId: evening.id,
        seats: wishes.seats,
        kits: [{ sku: wishes.sku, quantity: 1 }],
        cardToken: wishes.cardToken,
      },
      expected: { statuses: isUnheardOf || isTooSmall(wishes) ? [] : [202], problems },
    })
  let reply = await ask()
  for (let tries = 1; repeats && isForLater(reply) && tries < MOST_TRIES; tries += 1) {
    await delay(RETRY_MS)
    reply = await ask()
  }
  return reply
}

const isForLater = (reply: Reply): boolean =>
  reply.status === 0 || isNotNow(reply) || slugOf(reply) === 'request-in-progress'

async function changeOfMind(client: Client, saga: Acknowledged): Promise<void> {
  const { plan, reservationId } = saga
  if (plan.cancelsAfterMs === undefined) return
  await delay(plan.cancelsAfterMs)
  saga.asksForCancellation = true
  const path = `/reservations/${reservationId}/cancellation`
  const expected = { statuses: [202], problems: ['already-ended'] }
  const reply = await client.ask({ service: 'reservation', method: 'POST', path, expected })
  saga.asksForCancellation = isOutcomeUnknown(reply) || !isNotNow(reply)
}
