import type { Changes } from './changes.ts'

export interface Made {
  readonly changes: Changes
  /** It has a package of its own, which has to be installed. */
  readonly isService?: true
  /** What is left to write by hand, a line each. */
  readonly left: readonly string[]
}
