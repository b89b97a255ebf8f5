import type { Faulty } from './faulty.ts'

/** Another key each time while the net is missing: as if the call carried none. */
export const keyOf = ({ nets, freshKey }: Pick<Faulty, 'nets' | 'freshKey'>, key: string): string =>
  nets.idempotencyKeys ? key : `${key}#${freshKey()}`
