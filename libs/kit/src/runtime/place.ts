/** What is known of a partition when somebody begins to read it. Offsets are those of the next record. */
export interface Marks {
  /** Up to here the reader has stored everything; it has stored this itself. */
  readonly stored: bigint | undefined
  /** What its group remembers. */
  readonly committed: bigint | undefined
  /** The oldest record that the log still has, and the next one that it will get. */
  readonly low: bigint
  readonly high: bigint
}

/**
 * ahead: the group was moved past what is stored · lost: records are gone that were never read · replaced: the log is shorter
 * than it was · forgotten: the group, or the reader, does not know any more how far it was.
 */
export type Displacement = 'ahead' | 'lost' | 'replaced' | 'forgotten'

export interface Place {
  readonly from: bigint
  /** Why that is not where the group says, and in words. */
  readonly why?: Displacement
  readonly reason?: string
}

/**
 * Where to read on. Nothing is left out that is not stored, whoever has moved the group's offset; what is read twice, gates
 * drop. So where it is not known how far the reader was, it begins with what is oldest. A topic that was made anew has no
 * offset of the group, and then the one that is stored says nothing about it.
 */
export function placeOf({ stored, committed, low, high }: Marks): Place {
  if (stored === undefined)
    return committed !== undefined && committed > low
      ? {
          from: low,
          why: 'forgotten',
          reason: `the group is at ${committed}, but this service has stored no position`,
        }
      : { from: low }
  if (stored > high)
    return { from: low, why: 'replaced', reason: `it ends at ${high}, but this service has read up to ${stored}` }
  if (stored < low)
    return {
      from: low,
      why: 'lost',
      reason: `the log deleted ${low - stored} records from ${stored} on before they were read`,
    }
  if (committed === undefined)
    return { from: low, why: 'forgotten', reason: `the group has no offset, but this service has read up to ${stored}` }
  if (committed > stored)
    return {
      from: stored,
      why: 'ahead',
      reason: `the group was moved to ${committed}, but this service has read only up to ${stored}`,
    }
  return { from: committed > low ? committed : low }
}
