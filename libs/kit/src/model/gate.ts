import type { Message } from './event.ts'

/** The last version of one source stream that was applied. */
export interface Gate {
  readonly version: number
  /** `ce_id` of the event that moved it last. */
  readonly eventId: string
  /** How many messages of the stream are parked. */
  readonly waiting: number
}

export const CLOSED_GATE: Gate = { version: 0, eventId: '', waiting: 0 }

export type Verdict = 'next' | 'duplicate' | 'ahead' | 'fork'

/** `fork`: the version applied last arrives again with another id: divergent history. */
export function judge(gate: Gate, message: Pick<Message, 'version' | 'id'>): Verdict {
  if (message.version === gate.version + 1) return 'next'
  if (message.version > gate.version) return 'ahead'
  return message.version === gate.version && message.id !== gate.eventId ? 'fork' : 'duplicate'
}
