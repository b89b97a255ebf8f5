import type { Letter } from './letter.ts'

/** Begins the correspondence: now the guest is known. */
interface Greet {
  readonly type: 'Greet'
  readonly reservationId: string
  readonly name: string
  readonly email: string
  readonly letter: Letter
}

interface Write {
  readonly type: 'Write'
  readonly reservationId: string
  readonly letter: Letter
}

/** The card provider has refused the refund once more: `letter` is for the guest, `alert` for the operators. */
interface CountRefusal {
  readonly type: 'CountRefusal'
  readonly reservationId: string
  readonly letter: Letter
  readonly alert: Letter
}

interface ConfirmSent {
  readonly type: 'ConfirmSent'
  readonly id: string
}

interface ConfirmRefused {
  readonly type: 'ConfirmRefused'
  readonly id: string
  readonly why: string
}

export type Command = Greet | Write | CountRefusal | ConfirmSent | ConfirmRefused
