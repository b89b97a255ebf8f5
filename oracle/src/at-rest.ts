import type { ParkedFact, UnreadFact, UnsentFact, Violation } from './facts.ts'

/** Work that is left at the end of a run. There should be none. */
export interface Remains {
  readonly parked: readonly (Pick<ParkedFact, 'service' | 'source' | 'stream' | 'version' | 'reason' | 'error'> & {
    readonly reservationId?: string
  })[]
  readonly unread: readonly UnreadFact[]
  readonly unsent: readonly UnsentFact[]
}

/** A rule beyond the eight invariants: a run at rest leaves no work undone. */
export const checkAtRest = ({ parked, unread, unsent }: Remains): Violation[] => [
  ...unsent.map(({ service, stream, type, reservationId }) =>
    left(`${service} never published ${type}`, { reservationId, stream }),
  ),
  ...parked.map(({ service, source, stream, version, reason, error, reservationId }) =>
    left(`${service} still has version ${version} of ${source} parked (${reason}: ${error})`, {
      reservationId,
      stream,
    }),
  ),
  ...unread.map(({ service, source, stream, version, type, reservationId }) =>
    left(`${service} has read ${source}'s stream only to version ${version}: it missed ${type}`, {
      reservationId,
      stream,
    }),
  ),
]

const left = (
  what: string,
  { reservationId, stream }: { reservationId: string | undefined; stream: string },
): Violation => ({
  invariant: 0,
  what,
  ids: { ...(reservationId && { reservationId }), stream },
})
