import type { ServiceName } from '@bistro/client/names'

type Environment = Readonly<Record<string, string>>

/** What the one process of memory mode is told, as JSON in BISTRO_MEMORY_PLAN: the environments that its parts would have as processes. */
export interface MemoryPlan {
  /** Where the log shows its records. */
  readonly logPort: number
  readonly psp: Environment
  readonly carrier: Environment
  /** Absent where it is left out. */
  readonly mail?: Environment
  readonly services: Readonly<Record<ServiceName, Environment>>
  /** Services that are not started. */
  readonly without: readonly ServiceName[]
  /** Absent where it is left out. */
  readonly gateway?: Environment
}
