/** A promise that was not kept. */
export interface Violation {
  readonly check: string
  readonly what: string
}

const SHOWN = 12

/** So many of each check; of the others their number. */
export function shortened(violations: readonly Violation[]): string[] {
  return [...Map.groupBy(violations, ({ check }) => check)].flatMap(([check, list]) => [
    `${check}: ${list.length}`,
    ...list.slice(0, SHOWN).map(({ what }) => `  ${what}`),
    ...(list.length > SHOWN ? [`  ... and ${list.length - SHOWN} more`] : []),
  ])
}
