/** A check that failed, and how. */
export interface Violation {
  readonly check: string
  readonly what: string
}

const SHOWN = 12

/** The first few violations of each check, and the number of the others. */
export function shortened(violations: readonly Violation[]): string[] {
  return [...Map.groupBy(violations, ({ check }) => check)].flatMap(([check, list]) => [
    `${check}: ${list.length}`,
    ...list.slice(0, SHOWN).map(({ what }) => `  ${what}`),
    ...(list.length > SHOWN ? [`  ... and ${list.length - SHOWN} more`] : []),
  ])
}
