import { effect, effectNamed, type PendingChange } from '@bistro/kit'
import type { CorrespondenceEvent, Message } from './events.ts'
import { isForOperators } from './letter.ts'
import type { Correspondence } from './state.ts'

export interface Delivered {
  readonly status: 'sent'
}

/** A mail to the guest, over SMTP. */
export const mail = effectNamed<Message, Delivered>('mail')
/** A message to the operators' channel. */
export const alert = effectNamed<Message, Delivered>('alert')

/** One message after the other on each way, so that they arrive in order. */
export function pendingAfter(event: CorrespondenceEvent, state: Correspondence): readonly PendingChange[] {
  switch (event.type) {
    case 'MessageDue':
      return sameWay(event.data, state).length === 1 ? [sending(event.data)] : []
    case 'MessageSent':
    case 'MessageRefused':
      return sameWay(event.data, state).slice(0, 1).map(sending)
    case 'GuestKnown':
    case 'LetterKept':
    case 'RefusalCounted':
      return []
    default:
      return event satisfies never
  }
}

const sameWay = ({ letter }: Message, { unsent }: Correspondence): readonly Message[] =>
  unsent.filter((message) => isForOperators(message.letter) === isForOperators(letter))

/** Without what the event has beside the message. */
const sending = ({ reservationId, letter, recipient, name }: Message): PendingChange =>
  effect(isForOperators(letter) ? alert : mail, { reservationId, letter, recipient, name })
