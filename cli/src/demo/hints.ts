import type { Manifest } from '@bistro/client/manifest'

/** What to type next, as it is typed where this system runs. */
export interface Hints {
  /** Brings a part back that is down; undefined where nobody knows how. */
  readonly revive: (name: string) => string | undefined
  /** Shows one saga in detail. */
  readonly look: (sagaId: string) => string
}

/** The page that shows a saga in the browser; undefined where there is no console. */
export const pageOf = ({ gateway }: Pick<Manifest, 'gateway'>, sagaId: string): string | undefined =>
  gateway && `${gateway.url}/sagas/${sagaId}`

/** For a stack of `npm start`. */
export const STACK_HINTS: Hints = {
  revive: (name) => `npm run stack -- start ${name}`,
  look: (sagaId) => `npm run saga -- ${sagaId}`,
}
