import { join } from 'node:path'
import { StackError } from '@bistro/client/errors'
import type { Mode } from '@bistro/client/manifest'
import { readIfThere, writePrivateFile } from './files.ts'
import type { DataPaths } from './paths.ts'

/**
 * A data directory stays with the mode that it was made in: the ids of its schemas are in every stored event, and each
 * mode has them, and the databases, somewhere else. Throws a StackError for another mode.
 */
export function assertMode(paths: DataPaths, mode: Mode): void {
  const before = readIfThere(modeFile(paths))?.trim()
  if (before !== undefined && before !== mode)
    throw new StackError(
      `The data in ${paths.root} belongs to mode ${before}. It cannot be used in mode ${mode}.`,
      `BISTRO_STACK=${before} npm start   (or npm run reset, or another BISTRO_DATA_DIR)`,
    )
}

/** To be called when a start has succeeded: one that has failed leaves the choice open. */
export const recordMode = (paths: DataPaths, mode: Mode): void => writePrivateFile(modeFile(paths), `${mode}\n`)

const modeFile = ({ root }: DataPaths): string => join(root, 'mode')
