import type { Changes } from './changes.ts'

export interface Made {
  readonly changes: Changes
  readonly kind: 'service' | 'event' | 'view'
  /** What is left to write by hand, a line each. */
  readonly left: readonly string[]
  /** Of a service: links its packages, once its files are written. */
  readonly link?: () => void
}
