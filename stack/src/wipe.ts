import { existsSync, lstatSync, realpathSync, rmSync } from 'node:fs'
import { dataPaths } from './paths.ts'

/** Removes the data directory of a stack that does not run, and the databases where they are kept elsewhere. */
export function wipeData(dataDir: string): void {
  const { root, postgres } = dataPaths(dataDir)
  const isLink = lstatSync(postgres, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
  if (isLink && existsSync(postgres)) rmSync(realpathSync(postgres), { recursive: true, force: true })
  rmSync(root, { recursive: true, force: true })
}
