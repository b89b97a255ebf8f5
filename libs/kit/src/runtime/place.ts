/** What is known of a partition before it is read. Offsets are those of the next record. */
export interface Marks {
  /** The position in the service's own database: everything before it is stored. */
  readonly stored: bigint | undefined
  /** The group's offset. */
  readonly committed: bigint | undefined
  /** Offsets of the oldest record in the log and of the next one to be written. */
  readonly low: bigint
  readonly high: bigint
}

/**
 * ahead: the group was moved past the stored position · lost: unread records are deleted · replaced: the log is shorter
 * than before · forgotten: the group has no offset, or the service no position.
 */
export type Displacement = 'ahead' | 'lost' | 'replaced' | 'forgotten'

export interface Place {
  readonly from: bigint
  /** Why that is not the group's offset, and in words. */
  readonly why?: Displacement
  readonly reason?: string
}

/**
 * Where to continue reading. No record is skipped that is not stored, even if the group's offset was moved; gates drop
 * copies. If the position is unknown, reading begins with the oldest record. A recreated topic has no
 * group offset; the stored position is then meaningless.
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
