import { type Arranged, arrange, type Manifest, ORDINARY, reserve, type Wishes } from '@bistro/client'
import type { Crowd, Guest } from '../load/protocol.ts'

const AT_A_TIME = 32
const ACCEPTED_STATUS = 202
/** So many that no bench runs out of them. */
const PLENTY: Wishes = { ...ORDINARY, seats: 1, seatsOfEvening: 1_000_000, creditLimitCents: 1_000_000_000_000 }

/** Kinds of guests by the ending of their sagas. */
export const KINDS = {
  served: PLENTY,
  declined: { ...PLENTY, cardToken: 'tok_declined' },
  withoutCredit: { ...PLENTY, creditLimitCents: 1 },
  notServed: { ...PLENTY, postcode: '00000' },
} as const
export type Kind = keyof typeof KINDS

/** Makes guests with accounts and evenings of their own, each of whom has been through a saga already. */
export async function makeGuests(manifest: Manifest, kind: Kind, count: number): Promise<Guest[]> {
  const wishes = KINDS[kind]
  const guests: Guest[] = []
  let left = count
  const worker = async (): Promise<void> => {
    while (left-- > 0) guests.push(toGuest(await introduced(manifest, wishes), wishes))
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  return guests
}

/** The first reservation sends the consistency tokens: after it every service knows this guest. */
async function introduced(manifest: Manifest, wishes: Wishes): Promise<Arranged> {
  const arranged = await arrange(manifest, wishes)
  const { status, body } = await reserve(manifest, arranged, wishes)
  if (status === ACCEPTED_STATUS) return arranged
  throw new Error(`the first reservation of a guest got the response ${status}: ${JSON.stringify(body)}`)
}

const toGuest = ({ customerId, eveningId }: Arranged, { cardToken }: Wishes): Guest => ({
  customerId,
  eveningId,
  cardToken,
})

/** A crowd that comes by turns, each guest to an evening of their own. */
export const byTurns = (guests: readonly Guest[], share = 1): Crowd => ({ share, guests, choice: 'in-turn' })

/** The same guests, all of them at one evening, the first far more often than the last. */
export const atOneEvening = (guests: readonly Guest[]): Crowd => ({
  share: 1,
  guests: guests.map((guest) => ({ ...guest, eveningId: guests[0]?.eveningId ?? guest.eveningId })),
  choice: 'zipf',
})
