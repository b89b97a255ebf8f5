import type { Lab } from '@bistro/workshop'
import { verify } from './verify.ts'

const ACROSS = 'A hold that ends while the service is down ends when it is back'

export const lab: Lab = {
  number: 7,
  title: 'The evening that never ends',
  minutes: 25,
  page: '/reserve',
  needs: 'stack',
  hints: [
    'Where is the end of a hold while it is not yet due? Search services/reservation for the code that sends the command Expire, and ask what is left of it after a kill -9.',
    'services/payment has a deadline that survives a crash. It has two parts: the domain sets a timer with the event that begins the wait (domain/payment/pending.ts), and the service defines which command the timer sends (service.ts). Give the reservation the same. But a hold is a promised moment: read what libs/kit/src/model/pending.ts says of `Due` and of `startsAgain`.',
    "In services/reservation/src/domain/reservation: a new file pending.ts exports HOLD = timerNamed('hold') and a function pendingAfter(event), which returns [timer(HOLD, { at: event.data.holdExpiresAt })] for ReservationHeld, [clear(HOLD)] for Reservation_confirmed and ReservationCancelled, else []. In index.ts the aggregate gets pendingAfter, and you export hold = define(reservation).timer(HOLD, { command: () => ({ type: 'Expire' }) }). In service.ts: timers: [hold]. Then delete expireLater and its call in http/reservations.ts.",
  ],
  atFirst: { what: ACROSS, saw: /^still held/ },
  wrongly: { what: ACROSS, saw: /^expired [2-9]\.\d s after the service was back/ },
  verify,
}
