import type { SeenRecord } from '@bistro/client'
import type { Manifest } from '@bistro/client/manifest'
import type { ProcessName, ServiceName } from '@bistro/client/names'

/** What a verification acts on and looks at. What it makes (guests, evenings, orders) is new each time: it judges nothing that was there before. */
export interface World {
  /** Of the stack that runs the copy; call routes with `routesOf` and `operatorRoutesOf`, act as a guest with `arrange` and `reserve` of `@bistro/client`. */
  readonly manifest: Manifest
  /** The copy. */
  readonly path: string
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  /** By the name of the question. */
  readonly answers: ReadonlyMap<string, string>
  /** Asks again until there is something, at most so many seconds of a fast machine (a slow one gets more); then undefined. */
  until<T>(ask: () => Promise<T | undefined>, seconds?: number): Promise<T | undefined>
  /** Says what goes on: one line that the next replaces. */
  tell(text: string): void

  /** SIGKILL. */
  kill(name: ProcessName): Promise<void>
  stop(name: ProcessName): Promise<void>
  /** Resolves when it is ready. @throws CouldNotCheck where it does not become ready, with the end of its log */
  start(name: ProcessName, settings?: Readonly<Record<string, string>>): Promise<void>
  /** Gives a topic so many partitions. */
  partition(topic: string, partitions: number): Promise<void>
  scale(service: ServiceName, processes: number): Promise<void>

  /** Breaks a service on purpose (PUT /faults), and mends everything else of it. What is broken is mended after the verification, whatever happens. */
  breakOnPurpose(
    service: ServiceName,
    broken: { seed?: number; faults?: readonly Fault[]; withoutSafetyNets?: readonly string[] },
  ): Promise<void>
  mend(service: ServiceName): Promise<void>

  /** A command in the copy, such as `audit`: `npm run <args>`. @returns what it printed and its exit status */
  run(...args: readonly string[]): Promise<{ readonly status: number; readonly output: string }>
  /** Rows of a service's database, read as its owner. */
  query<Row extends object>(service: ServiceName, text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** All records of a topic, in the order of each partition. */
  records(topic: string): Promise<readonly RecordOfTopic[]>
}

export interface Fault {
  readonly name: string
  readonly rate?: number
  readonly ms?: number
}

export interface RecordOfTopic extends SeenRecord {
  /** Of the event, such as OrderValidated. */
  readonly type: string
  /** The event's fields; undefined where the record cannot be decoded. */
  readonly data: Readonly<Record<string, unknown>> | undefined
}
