import type { AnyAggregate, Decision } from './aggregate.ts'
import type { AnyCommand, AnyEvent, Cause } from './event.ts'

/** What brought a command. */
export interface Origin {
  /** refusal: an external system refused the call for good. */
  readonly kind: 'request' | 'message' | 'timer' | 'answer' | 'refusal'
  /** The sender of a request, the service that published a message, or the name of a timer or an effect. */
  readonly by: string
  readonly cause: Cause
}

/** A command as the audit trail keeps it: each one that was decided, whatever came of it. */
export interface RecordedCommand extends Pick<Origin, 'kind' | 'by'> {
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string
  readonly type: string
  readonly stream: string
  readonly outcome: 'accepted' | 'rejected' | 'ignored'
  /** Why it was rejected or ignored. */
  readonly reason?: string
  /** Ids of the events that it led to, those of a companion included. */
  readonly events: readonly string[]
  /** The id of the event that caused it, or of its HTTP request: its events carry the same as their cause. */
  readonly causedBy: string
  /** The command's fields, without its secrets. */
  readonly request: object
}

/** What a decision says in the audit trail. */
export function verdictOf(decision: Decision<AnyEvent>): Pick<RecordedCommand, 'outcome' | 'reason'> {
  if ('rejected' in decision) return { outcome: 'rejected', reason: decision.rejected }
  if ('ignored' in decision) return { outcome: 'ignored', reason: decision.ignored }
  return { outcome: 'accepted' }
}

export function withoutSecrets(
  { secrets = {} }: Pick<AnyAggregate, 'secrets'>,
  { type, ...fields }: AnyCommand,
): object {
  const secret = secrets[type] ?? []
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !secret.includes(name)))
}
