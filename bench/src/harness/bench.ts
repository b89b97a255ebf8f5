import type { TopLevelSpec } from 'vega-lite'
import type { Length } from './length.ts'
import type { Result } from './result.ts'

/** What one run came to, by the key of a column. A figure that a subject does not have is left out. */
export type Figures = Readonly<Record<string, number>>

/** What a bench tells of, without running it. */
export interface About {
  readonly name: string
  /** What is measured and how, as a paragraph for people. */
  readonly summary: string
  /** The subjects in the order of the tables. */
  readonly subjects: readonly string[]
  readonly columns: readonly Column[]
  readonly comparisons?: readonly Comparison[]
  readonly targets?: readonly Target[]
  /** Runs of each subject, and how long each loads; chosen so that the whole fits between two coffees. */
  readonly length: Length
  readonly smoke: Length
  readonly plot: (result: Result) => TopLevelSpec
}

/** A figure in the tables; the first column is what a subject is judged by. */
export interface Column {
  readonly key: string
  readonly title: string
  /** Digits after the point. */
  readonly digits: number
  /** Tables are split where this changes. */
  readonly table?: string
}

/** One subject's figure as a multiple of another's, run by run. */
export interface Comparison {
  readonly figure: string
  readonly of: string
  readonly to: string
  readonly atLeast?: number
}

/** What must hold of a median on every machine: never a speed, as that is the machine's. */
export interface Target {
  readonly subject: string
  readonly figure: string
  readonly atMost: number
}

export interface Subject {
  readonly name: string
  /** It runs once, in the last round. */
  readonly isOnlyLast?: boolean
  /** Brings it to the speed at which it is measured; called once, before anything is measured. */
  warmUp?(): Promise<void>
  /** One measured run, its drain included. */
  run(): Promise<Figures>
}

/** A bench with everything running that it needs. */
export interface OpenBench {
  readonly subjects: readonly Subject[]
  /** Versions of what was measured, such as `PostgreSQL: 18.4`. */
  readonly versions: Readonly<Record<string, string>>
  /** Looks whether all is as it must be after all the runs; tells of each violation in a line. */
  audit?(): Promise<readonly string[]>
  /** Stops everything and removes the data. */
  close(): Promise<void>
}

export type Open = (options: OpenOptions) => Promise<OpenBench>

export interface OpenOptions {
  readonly length: Length
  /** Names of the subjects that will run. */
  readonly subjects: readonly string[]
  /** Whether it is only to be seen that it works: whatever can be small is. */
  readonly isSmoke: boolean
  readonly profile?: { readonly service: string; readonly directory: string }
  readonly say: (line: string) => void
}

export interface Bench {
  readonly about: About
  readonly load: () => Promise<{ readonly open: Open }>
}
