import { STEPS } from '@bistro/saga/steps'

/** The steps that each event undoes. */
export const UNDOES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(
    Object.groupBy(
      STEPS.flatMap(({ event, undo }) => (typeof undo === 'string' ? [] : undo.map((by) => ({ event, by })))),
      ({ by }) => by,
    ),
  ).map(([by, steps = []]) => [by, steps.map(({ event }) => event as string)]),
)
