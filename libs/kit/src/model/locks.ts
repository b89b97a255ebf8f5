import type { Needs } from './plan.ts'

/** Rows that a batch locks when it loads them, by the keys of `UnitOfWork`. */
export interface Locks {
  readonly gates: ReadonlySet<string>
  readonly snapshots: ReadonlySet<string>
  readonly rows: ReadonlySet<string>
  readonly pending: ReadonlySet<string>
}

const KINDS = ['gates', 'snapshots', 'rows', 'pending'] as const

export const NO_LOCKS: Locks = { gates: new Set(), snapshots: new Set(), rows: new Set(), pending: new Set() }

export const locksIn = ({ gates, snapshots, rowsToChange, pending }: Needs): Locks => ({
  gates,
  snapshots,
  rows: rowsToChange,
  pending,
})

export const isEmpty = (locks: Locks): boolean => KINDS.every((kind) => locks[kind].size === 0)

export const meet = (some: Locks, others: Locks): boolean => !isEmpty(sharedBy(some, others))

export function sharedBy(some: Locks, others: Locks): Locks {
  const keys = (kind: keyof Locks): Set<string> => new Set([...some[kind]].filter((key) => others[kind].has(key)))
  return { gates: keys('gates'), snapshots: keys('snapshots'), rows: keys('rows'), pending: keys('pending') }
}

export function unionOf(all: readonly Locks[]): Locks {
  const keys = (kind: keyof Locks): Set<string> => new Set(all.flatMap((locks) => [...locks[kind]]))
  return { gates: keys('gates'), snapshots: keys('snapshots'), rows: keys('rows'), pending: keys('pending') }
}
