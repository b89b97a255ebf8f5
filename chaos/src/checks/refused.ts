import type { Guestbook } from '../load/guest.ts'
import type { Databases } from '../stack/sql.ts'
import type { Violation } from './violation.ts'

/** A request that was refused and never repeated must have had no effect. */
export async function refusedViolations(
  databases: Databases,
  { acknowledged, refusedKeys, unknownKeys }: Guestbook,
  refusedEmails: readonly string[],
): Promise<Violation[]> {
  const keys = await databases.run<{ key: string; reservation: string | null }>('reservation', {
    text: `select key, body->>'reservationId' as reservation from answers where key = any($1)`,
    values: [[...refusedKeys, ...unknownKeys]],
  })
  const held = await databases.run<{ stream: string }>(
    'reservation',
    `select stream from events where type = 'ReservationHeld' and version = 1`,
  )
  const known = new Set([...acknowledged.keys(), ...keys.map(({ reservation }) => reservation)])
  const emails = await databases.run<{ email: string }>('customer', {
    text: `select email from unnest($1::text[]) as refused (email) where exists (select from events
      where type = 'CustomerRegistered' and position(convert_to(email, 'UTF8') in bytes) > 0)`,
    values: [refusedEmails],
  })
  const broken = (what: string): Violation => ({ check: 'refused, but done', what })
  return [
    ...keys
      .filter(({ key }) => refusedKeys.has(key))
      .map(({ key, reservation }) => broken(`key ${key}: reservation ${reservation}`)),
    ...held
      .filter(({ stream }) => !known.has(stream))
      .map(({ stream }) => broken(`reservation ${stream} was held, and no response named it`)),
    ...emails.map(({ email }) => broken(`account ${email} was created`)),
  ]
}
