import { type PendingChange, timer, timerNamed } from '@bistro/kit'
import type { ReservationEvent } from './events.ts'

export const HOLD = timerNamed('hold')

export const pendingAfter = (event: ReservationEvent): readonly PendingChange[] =>
  event.type === 'ReservationHeld' ? [timer(HOLD, { at: event.data.holdExpiresAt })] : []
