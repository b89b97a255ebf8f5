import type { ProcessName } from '../names.ts'
import type { ProcessStatus } from '../supervisor.ts'

export type Action = 'stop' | 'start' | 'kill'
export const ACTIONS: readonly Action[] = ['stop', 'start', 'kill']

/** One line of JSON each way over the stack's socket. */
export type ControlRequest = { readonly action: 'status' } | { readonly action: Action; readonly name: ProcessName }

export type ControlAnswer =
  | { readonly ok: true; readonly processes: readonly ProcessStatus[] }
  | { readonly ok: false; readonly message: string; readonly next?: string }
