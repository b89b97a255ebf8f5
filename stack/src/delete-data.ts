import { existsSync, lstatSync, realpathSync, rmSync } from 'node:fs'
import { removeResources } from './docker/resources.ts'
import { dataPaths } from './paths.ts'

/** Removes the data directory of a stack that does not run, and what is kept elsewhere. Throws a StackError. */
export function deleteData(dataDir: string): void {
  const paths = dataPaths(dataDir)
  const { root, postgres } = paths
  removeResources(paths)
  const isLink = lstatSync(postgres, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
  if (isLink && existsSync(postgres)) rmSync(realpathSync(postgres), { recursive: true, force: true })
  rmSync(root, { recursive: true, force: true })
}
