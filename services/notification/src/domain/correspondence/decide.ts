import { type Decision, ignore } from '@bistro/kit'
import type { Command } from './commands.ts'
import type { CorrespondenceEvent, Message } from './events.ts'
import { isForOperators, type Letter } from './letter.ts'
import { type Correspondence, REFUND_ATTEMPTS } from './state.ts'

export function decide(command: Command, state: Correspondence): Decision<CorrespondenceEvent> {
  switch (command.type) {
    case 'Greet':
      return state.guest ? ignore('already-greeted') : greet(command, state)
    case 'Write':
      return state.told.includes(command.letter.news.kind)
        ? ignore('already-told')
        : [write(command.reservationId, command.letter, state)]
    case 'CountRefusal':
      return countRefusal(command, state)
    case 'ConfirmSent': {
      const message = unsent(command.id, state)
      return message ? [{ type: 'MessageSent', data: message }] : ignore('not-awaited')
    }
    case 'ConfirmRefused': {
      const message = unsent(command.id, state)
      return message ? [{ type: 'MessageRefused', data: { ...message, why: command.why } }] : ignore('not-awaited')
    }
    default:
      return command satisfies never
  }
}

type Of<T extends Command['type']> = Extract<Command, { type: T }>

function greet({ reservationId, name, email, letter }: Of<'Greet'>, state: Correspondence): CorrespondenceEvent[] {
  const guest = { name, email }
  return [
    { type: 'GuestKnown', data: { reservationId, ...guest } },
    ...[letter, ...state.kept].map((one) => write(reservationId, one, { ...state, guest })),
  ]
}

function write(reservationId: string, letter: Letter, { guest }: Correspondence): CorrespondenceEvent {
  if (isForOperators(letter)) return due({ reservationId, letter, recipient: 'operators', name: '' })
  if (!guest) return { type: 'LetterKept', data: { reservationId, letter } }
  return due({ reservationId, letter, recipient: guest.email, name: guest.name })
}

const due = (message: Message): CorrespondenceEvent => ({ type: 'MessageDue', data: message })

/** The guest hears of it once; the operators whenever the refund is left to them. */
function countRefusal(command: Of<'CountRefusal'>, state: Correspondence): CorrespondenceEvent[] {
  const { reservationId, letter, alert } = command
  const isFirst = state.refusals === 0
  const isLeft = state.refusals + 1 >= REFUND_ATTEMPTS
  return [
    { type: 'RefusalCounted', data: { reservationId } },
    ...(isFirst ? [write(reservationId, letter, state)] : []),
    ...(isLeft ? [write(reservationId, alert, state)] : []),
  ]
}

const unsent = (id: string, state: Correspondence): Message | undefined =>
  state.unsent.find(({ letter }) => letter.id === id)
