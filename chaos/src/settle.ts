import { setTimeout as delay } from 'node:timers/promises'
import { SERVICES } from '@bistro/client'
import type { Guestbook } from './load/guest.ts'
import type { Databases } from './stack/sql.ts'

const POLL_MS = 500
const ENDINGS_TIMEOUT_MS = 120_000
const QUIET_TIMEOUT_MS = 30_000
const OWED = `select (select count(*) from outbox) + (select count(*) from owed where name <> 'refund') as number`

export const openSagas = ({ acknowledged }: Guestbook, ended: ReadonlySet<string>): number =>
  [...acknowledged.keys()].filter((id) => !ended.has(id)).length

/** Waits until every acknowledged saga has ended and nothing is pending any more, or until a time-out. */
export async function settle(
  book: Guestbook,
  ended: ReadonlySet<string>,
  databases: Databases,
  signal: AbortSignal,
): Promise<void> {
  await until(ENDINGS_TIMEOUT_MS, signal, async () => openSagas(book, ended) === 0)
  await until(QUIET_TIMEOUT_MS, signal, async () => (await pending(databases)) === 0)
}

async function pending(databases: Databases): Promise<number> {
  const counts = await Promise.all(SERVICES.map((service) => databases.run<{ number: string }>(service, OWED)))
  return counts.reduce((sum, [row]) => sum + Number(row?.number), 0)
}

async function until(timeoutMs: number, signal: AbortSignal, isSo: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs
  while (performance.now() < deadlineMs && !signal.aborted) {
    if (await isSo().catch(() => false)) return
    await delay(POLL_MS)
  }
}
