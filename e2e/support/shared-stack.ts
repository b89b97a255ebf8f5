import './global-setup.ts'
import type { ProcessName } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { inject } from 'vitest'

/** How to reach the stack that all end-to-end tests share. */
export const manifest = inject('manifest')

export const dataDir = inject('dataDir')

const socket = inject('controlSocket')

/** SIGKILL; resolves when the process is gone. */
export const kill = async (name: ProcessName): Promise<void> => {
  await askStack(socket, { action: 'kill', name })
}

/** An orderly shutdown, as an operator does it: the process finishes its work first. */
export const stop = async (name: ProcessName): Promise<void> => {
  await askStack(socket, { action: 'stop', name })
}

/** Resolves when the process is ready again. */
export const start = async (name: ProcessName): Promise<void> => {
  await askStack(socket, { action: 'start', name })
}

/** `running`, `stopped` and so on; undefined if the stack has no such process. */
export const stateOf = async (name: ProcessName): Promise<string | undefined> =>
  (await askStack(socket, { action: 'status' })).find((process) => process.name === name)?.state

/** Starts the process if it does not run, so that one failed test does not fail the others. */
export async function restore(name: ProcessName): Promise<void> {
  if (!['running', undefined].includes(await stateOf(name))) await start(name)
}
