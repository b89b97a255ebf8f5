import { join } from 'node:path'
import { controlSocket, type Manifest, serveControl } from '@bistro/stack'
import type { TestProject } from 'vitest/node'
import { startTemporaryStack } from './fast-stack.ts'

declare module 'vitest' {
  interface ProvidedContext {
    manifest: Manifest
    controlSocket: string
  }
}

/** One stack for all end-to-end tests. Its data is kept only when something failed: the logs tell why. */
export default async function startSharedStack(project: TestProject): Promise<() => Promise<void>> {
  const { dataDir, stack, remove } = await startTemporaryStack()
  const socket = controlSocket(dataDir)
  const control = await serveControl(stack, socket)
  project.provide('manifest', stack.manifest)
  project.provide('controlSocket', socket)
  return async () => {
    control.close()
    if (project.vitest.state.getCountOfFailedTests() === 0) return remove()
    await stack.stop()
    console.log(`The logs of the stack are kept in ${join(dataDir, 'logs')}.`)
  }
}
