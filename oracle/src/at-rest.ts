import type { ParkedFact, UnreadFact, UnsentFact, Violation } from './facts.ts'

/** What may be left of a run that is over: nothing of it. */
export interface Remains {
  readonly parked: readonly (Pick<ParkedFact, 'service' | 'source' | 'stream' | 'version' | 'reason' | 'error'> & {
    readonly reservationId?: string
  })[]
  readonly unread: readonly UnreadFact[]
  readonly unsent: readonly UnsentFact[]
}

/** Beyond the eight: where nothing moves any more, nothing is left undone either. */
export const checkAtRest = ({ parked, unread, unsent }: Remains): Violation[] => [
  ...unsent.map(({ service, stream, type, reservationId }) =>
    left(`${service} never published ${type}`, { reservationId, stream }),
  ),
  ...parked.map(({ service, source, stream, version, reason, error, reservationId }) =>
    left(`${service} still has version ${version} of ${source} parked (${reason}): it ${error}`, {
      reservationId,
      stream,
    }),
  ),
  ...unread.map(({ service, source, stream, version, type, reservationId }) =>
    left(`${service} never got beyond version ${version} of ${source}'s stream: it missed ${type}`, {
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
