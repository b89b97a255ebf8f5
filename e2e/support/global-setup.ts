import { join } from 'node:path'
import type { Manifest } from '@bistro/client'
import type { TestProject } from 'vitest/node'
import { startHostedStack } from './hosted-stack.ts'

declare module 'vitest' {
  interface ProvidedContext {
    manifest: Manifest
    controlSocket: string
    dataDir: string
  }
}

/** One stack for all end-to-end tests. Its data is kept only after a failure, for the logs. */
export default async function startSharedStack(project: TestProject): Promise<() => Promise<void>> {
  const stack = await startHostedStack()
  project.provide('manifest', stack.manifest)
  project.provide('controlSocket', stack.controlSocket)
  project.provide('dataDir', stack.dataDir)
  return async () => {
    const keepData = project.vitest.state.getCountOfFailedTests() > 0
    await stack.stop({ keepData })
    if (keepData) console.log(`The logs of the stack are in ${join(stack.dataDir, 'logs')}.`)
  }
}
