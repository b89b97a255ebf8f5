import type { Letter } from './letter.ts'

interface GuestKnown {
  readonly reservationId: string
  readonly name: string
  readonly email: string
}

interface LetterKept {
  readonly reservationId: string
  readonly letter: Letter
}

export interface Message {
  readonly reservationId: string
  readonly letter: Letter
  /** An address, or `operators`. */
  readonly recipient: string
  readonly name: string
}

/** Never leave this service. */
export type CorrespondenceEvent =
  | { readonly type: 'GuestKnown'; readonly data: GuestKnown }
  /** The guest is not known yet: the letter waits for that. */
  | { readonly type: 'LetterKept'; readonly data: LetterKept }
  | { readonly type: 'RefusalCounted'; readonly data: { readonly reservationId: string } }
  | { readonly type: 'MessageDue'; readonly data: Message }
  | { readonly type: 'MessageSent'; readonly data: Message }
  /** The mail server refused it for good, and why. */
  | { readonly type: 'MessageRefused'; readonly data: Message & { readonly why: string } }
