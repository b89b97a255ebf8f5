import { type Arranged, arrange, ORDINARY, reserve, type Wishes } from '@bistro/client'
import { orderIdOf } from '@bistro/events'
import { ACCEPTED, type Booked } from './guests.ts'
import { CouldNotCheck } from './lab.ts'
import type { World } from './world.ts'

/** A guest of a verification, the evening, and what was reserved. */
export type Visit = Arranged & Booked

/** A new guest reserves for an evening of their own, or for the given one. @throws CouldNotCheck where the seats are not held */
export async function visit(
  { manifest, until }: Pick<World, 'manifest' | 'until'>,
  wanted: Partial<Wishes> = {},
  evening?: Pick<Arranged, 'eveningId' | 'tokens'>,
): Promise<Visit> {
  const wishes = { ...ORDINARY, ...wanted }
  const guest = await arrange(manifest, wishes)
  const arranged = evening ? { ...guest, ...evening, tokens: [guest.tokens[0], ...evening.tokens] } : guest
  const said = { last: 'nothing' }
  const reservationId = await until(async () => {
    const { status, body } = await reserve(manifest, arranged, wishes)
    said.last = `${status} ${JSON.stringify(body)}`
    return status === ACCEPTED ? String(body.reservationId) : undefined
  })
  if (reservationId === undefined)
    throw new CouldNotCheck(`A guest cannot reserve: POST /reservations answers ${said.last}.`, 'npm run lab -- start')
  return { ...arranged, reservationId, orderId: orderIdOf(reservationId) }
}
