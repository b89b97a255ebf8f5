import type { ProcessName, ServiceName } from '../names.ts'

export type Action = 'stop' | 'start' | 'kill'
export const ACTIONS: readonly Action[] = ['stop', 'start', 'kill']

/** The most partitions that the stack gives to a topic: each costs the broker files. */
export const MAX_PARTITIONS = 64

export type ProcessState = 'stopped' | 'starting' | 'running' | 'stopping' | 'died'

export interface ProcessStatus {
  readonly name: ProcessName
  readonly state: ProcessState
  /** Since when it is in this state, in milliseconds since 1970. */
  readonly sinceMs: number
  readonly address: string
  readonly pid?: number
  /** The name of its container, if it is in one. */
  readonly container?: string
}

/** One line of JSON each way over the stack's socket; `settings`: BISTRO_* variables that a process has from now on. */
export type ControlRequest =
  | { readonly action: 'status' }
  | { readonly action: 'stop' | 'kill'; readonly name: ProcessName }
  | { readonly action: 'start'; readonly name: ProcessName; readonly settings?: Readonly<Record<string, string>> }
  /** Asks how a process is started: by its environment, a program can do a service's work in its place. */
  | { readonly action: 'environment'; readonly name: ProcessName }
  /** Has a service run in so many processes; the further ones end, or start on ports that are free. */
  | { readonly action: 'scale'; readonly service: ServiceName; readonly processes: number }
  /** Gives a topic this many partitions; it may not have more already. */
  | { readonly action: 'partition'; readonly topic: string; readonly partitions: number }

export type ControlAnswer =
  | {
      readonly ok: true
      readonly processes: readonly ProcessStatus[]
      readonly environment?: Readonly<Record<string, string>>
    }
  | { readonly ok: false; readonly message: string; readonly next?: string }
