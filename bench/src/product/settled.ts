import { setTimeout as delay } from 'node:timers/promises'
import type { Manifest } from '@bistro/client'
import { nowMs } from '../load/clock.ts'
import { askNumber } from './database.ts'

const POLL_MS = 25
const TIMEOUT_MS = 30_000

/** Where the customer's events end now: credit reserved later is what `settled` waits for. */
export const customerEnd = (manifest: Manifest): Promise<number> =>
  askNumber(manifest, 'customer', 'select coalesce(max(position), 0) as number from events')

/** Waits until all credit that was reserved after `position` has been debited or released; returns when that was. */
export async function settled(manifest: Manifest, position: number): Promise<number> {
  const open = `select count(*) filter (where type = 'CreditReserved')
      - count(*) filter (where type in ('CreditDebited', 'CreditReleased')) as number
    from events where position > ${position}`
  const deadlineMs = nowMs() + TIMEOUT_MS
  while ((await askNumber(manifest, 'customer', open)) > 0) {
    if (nowMs() > deadlineMs)
      throw new Error(`some credit is still reserved ${TIMEOUT_MS} ms after the last saga ended`)
    await delay(POLL_MS)
  }
  return nowMs()
}
