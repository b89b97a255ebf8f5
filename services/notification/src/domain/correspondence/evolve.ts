import type { CorrespondenceEvent } from './events.ts'
import type { Letter } from './letter.ts'
import type { Correspondence } from './state.ts'

export function evolve(state: Correspondence, event: CorrespondenceEvent): Correspondence {
  switch (event.type) {
    case 'GuestKnown':
      return { ...state, guest: { name: event.data.name, email: event.data.email } }
    case 'LetterKept':
      return { ...state, told: toldWith(state, event.data.letter), kept: [...state.kept, event.data.letter] }
    case 'RefusalCounted':
      return { ...state, refusals: state.refusals + 1 }
    case 'MessageDue': {
      const { letter } = event.data
      return {
        ...state,
        told: toldWith(state, letter),
        kept: state.kept.filter(({ id }) => id !== letter.id),
        unsent: [...state.unsent, event.data],
      }
    }
    case 'MessageSent':
    case 'MessageRefused':
      return { ...state, unsent: state.unsent.filter(({ letter }) => letter.id !== event.data.letter.id) }
    default:
      return event satisfies never
  }
}

const toldWith = ({ told }: Correspondence, { news: { kind } }: Letter): readonly string[] =>
  told.includes(kind) ? told : [...told, kind]
