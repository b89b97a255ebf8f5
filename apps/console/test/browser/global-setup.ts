import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    consoleFolder: string
  }
}

/** Builds the console once for all browser tests: what they open is what is served. */
export default async function buildConsole(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'bistro-console-'))
  const root = join(import.meta.dirname, '../..')
  await buildAsServed(root, folder)
  project.provide('consoleFolder', folder)
  return () => rm(folder, { recursive: true, force: true })
}

/** Vitest's environment would bring the development build of React. */
async function buildAsServed(root: string, outDir: string): Promise<void> {
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true, manifest: 'manifest.json' } })
  process.env.NODE_ENV = NODE_ENV
}
