import { type PendingRow, pairKey } from '../model/unit-of-work.ts'
import { type Claimed, LATE_MS, LEASE_MS, type Page, type Pending } from '../runtime/store.ts'
import type { StoredPending, Tables } from './tables.ts'

export function claimDue(tables: Tables, limit: number, startAgain: readonly string[]): Claimed {
  const now = tables.now()
  beginAgain(tables, startAgain)
  const due = byDue(tables)
    .filter(([, { dueAt }]) => dueAt <= now)
    .slice(0, limit)
  const rows = due.map(([key, stored]) => {
    const claimed: PendingRow = { ...stored.row, attempt: stored.row.attempt + 1 }
    tables.pending.set(key, { ...stored, row: claimed, dueAt: now + LEASE_MS })
    return claimed
  })
  const [next] = byDue(tables)
  return { rows, nextInMs: next && Math.max(0, next[1].dueAt - now) }
}

const byDue = ({ pending }: Tables): [string, StoredPending][] => [...pending].sort(([, a], [, b]) => a.dueAt - b.dueAt)

/** Timers that no process claimed in time start again; counting an attempt limits that to once. */
function beginAgain(tables: Tables, names: readonly string[]): void {
  const now = tables.now()
  for (const [key, { row, dueAt, since }] of tables.pending)
    if (row.kind === 'timer' && names.includes(row.name) && row.attempt === 0 && dueAt <= now - LATE_MS)
      tables.pending.set(key, { row: { ...row, attempt: 1 }, dueAt: now + dueAt - since, since })
}

/** @param error unchanged if undefined */
export function postpone(
  tables: Tables,
  { stream, name, id, attempt }: PendingRow,
  afterMs: number,
  error?: string | null,
): void {
  const key = pairKey(stream, name)
  const stored = tables.pending.get(key)
  if (stored?.row.id !== id || stored.row.attempt !== attempt) return
  const { lastError, ...row } = stored.row
  const said = error === undefined ? lastError : error
  const dueAt = tables.now() + afterMs
  tables.pending.set(key, { ...stored, row: { ...row, ...(typeof said === 'string' && { lastError: said }) }, dueAt })
}

/** Skips leased effects: they are being called. */
export function hasten(tables: Tables, effects: readonly string[], limit: number): void {
  const now = tables.now()
  const waiting = byDue(tables).filter(
    ([, { row, dueAt }]) =>
      row.kind === 'effect' && effects.includes(row.name) && row.lastError !== undefined && dueAt > now + LEASE_MS,
  )
  for (const [key, stored] of waiting.slice(0, limit)) tables.pending.set(key, { ...stored, dueAt: now })
}

export function pageOfPending({ pending }: Tables, { limit, after }: Page, stream: string | undefined): Pending[] {
  return [...pending.values()]
    .filter(({ row }) => (after === undefined || row.id < after) && (stream === undefined || row.stream === stream))
    .sort((one, other) => (one.row.id < other.row.id ? 1 : -1))
    .slice(0, limit)
    .map(toPending)
}

const toPending = ({ row, dueAt, since }: StoredPending): Pending => ({
  id: row.id,
  stream: row.stream,
  name: row.name,
  kind: row.kind,
  dueAt: new Date(dueAt).toISOString(),
  attempt: row.attempt,
  since: new Date(since).toISOString(),
  ...(row.lastError !== undefined && { lastError: row.lastError }),
})
