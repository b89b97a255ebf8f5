/** What to type next, as it is typed where this system runs. */
export interface Hints {
  /** Brings a part back that is down; undefined where nobody knows how. */
  readonly revive: (name: string) => string | undefined
  /** Shows one saga in detail. */
  readonly look: (sagaId: string) => string
}

/** For a stack of `npm start`. */
export const STACK_HINTS: Hints = {
  revive: (name) => `npm run stack -- start ${name}`,
  look: (sagaId) => `npm run saga -- ${sagaId}`,
}
