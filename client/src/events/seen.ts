import { typeOf } from '@bistro/events'

/** One event as its headers tell of it; its body is not needed here. */
export interface SeenEvent {
  readonly type: string
  readonly service: string
  readonly subject: string
  readonly sequence: number
  readonly correlationId: string | undefined
  readonly seenMs: number
}

export interface EventReader {
  /** Told of each event from now on, in the order of arrival. */
  subscribe(listener: (event: SeenEvent) => void): void
  /** Resolves with why, should it end by itself. */
  readonly ended: Promise<string>
  close(): Promise<void>
}

/** What an event's headers tell. */
export function seenFrom(headers: Readonly<Record<string, string | undefined>>): SeenEvent {
  const ceType = headers.ce_type ?? ''
  return {
    type: typeOf(ceType) ?? ceType,
    service: ceType.split('.')[1] ?? '',
    subject: headers.ce_subject ?? '',
    sequence: Number(headers.ce_sequence),
    correlationId: headers.ce_correlationid,
    seenMs: performance.now(),
  }
}
