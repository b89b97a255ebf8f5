import type { TopLevelSpec } from 'vega-lite'
import type { Length } from './length.ts'
import type { Result } from './result.ts'

/** The figures of one run, by the key of a column. A figure that a subject does not have is left out. */
export type Figures = Readonly<Record<string, number>>

/** The description of a bench, available without running it. */
export interface About {
  readonly name: string
  /** What is measured and how, as a paragraph. */
  readonly summary: string
  /** The subjects in the order of the tables. */
  readonly subjects: readonly string[]
  readonly columns: readonly Column[]
  readonly comparisons?: readonly Comparison[]
  readonly targets?: readonly Target[]
  /** Runs of each subject, and how long each loads; chosen so that a bench takes minutes, not hours. */
  readonly length: Length
  readonly smoke: Length
  readonly report?: Report
  readonly plot: (result: Result) => TopLevelSpec
}

/** What `--report` runs and writes. */
export interface Report {
  readonly subjects: readonly string[]
  readonly length: Length
  readonly page: (result: Result) => string
}

/** A figure in the tables; the first column is what a subject is judged by. */
export interface Column {
  readonly key: string
  readonly title: string
  /** Digits after the point. */
  readonly digits: number
  /** Tables are split where this changes. */
  readonly table?: string
  /** It counts and measures no time: it means much the same on every machine. */
  readonly isCount?: true
}

/** One subject's figure as a multiple of another's, run by run. */
export interface Comparison {
  readonly figure: string
  readonly of: string
  readonly to: string
  readonly atLeast?: number
}

/** A limit of a median on every machine: never of a speed, which depends on the machine. */
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

/** A bench, with everything that it needs running. */
export interface OpenBench {
  readonly subjects: readonly Subject[]
  /** Versions of what was measured, such as `PostgreSQL: 18.4`. */
  readonly versions: Readonly<Record<string, string>>
  /** Audits the data after all runs; returns a line for each violation. */
  audit?(): Promise<readonly string[]>
  /** Stops everything and removes the data. */
  close(): Promise<void>
}

export type Open = (options: OpenOptions) => Promise<OpenBench>

export interface OpenOptions {
  readonly length: Length
  /** Names of the subjects that will run. */
  readonly subjects: readonly string[]
  /** Whether the run only has to show that the bench works: everything is as small as it can be. */
  readonly isSmoke: boolean
  /** Whether what was killed stays down until Enter is pressed. */
  readonly isPaused: boolean
  readonly profile?: { readonly service: string; readonly directory: string }
  readonly say: (line: string) => void
}

export interface Bench {
  readonly about: About
  readonly load: () => Promise<{ readonly open: Open }>
}
