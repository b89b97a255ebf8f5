import type { ProcessName } from '@bistro/client/names'
import type { ProcessStatus } from '../supervisor.ts'

export type Action = 'stop' | 'start' | 'kill'
export const ACTIONS: readonly Action[] = ['stop', 'start', 'kill']

/** One line of JSON each way over the stack's socket; `settings`: BISTRO_* variables that a process has from now on. */
export type ControlRequest =
  | { readonly action: 'status' }
  | { readonly action: 'stop' | 'kill'; readonly name: ProcessName }
  | { readonly action: 'start'; readonly name: ProcessName; readonly settings?: Readonly<Record<string, string>> }

export type ControlAnswer =
  | { readonly ok: true; readonly processes: readonly ProcessStatus[] }
  | { readonly ok: false; readonly message: string; readonly next?: string }
