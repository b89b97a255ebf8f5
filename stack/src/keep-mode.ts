import { join } from 'node:path'
import { StackError } from './errors.ts'
import { readIfThere, writePrivateFile } from './files.ts'
import type { Mode } from './manifest.ts'
import type { DataPaths } from './paths.ts'

/**
 * A data directory stays with the mode that it was made in: the ids of its schemas are in every stored event, and
 * they come from a registry in one mode and from files in the other. Throws a StackError for another mode.
 */
export function keepMode(paths: DataPaths, mode: Mode): void {
  const path = join(paths.root, 'mode')
  const before = readIfThere(path)?.trim()
  if (before === undefined) return writePrivateFile(path, `${mode}\n`)
  if (before !== mode)
    throw new StackError(
      `The data in ${paths.root} was made in mode ${before}, and this start would be in mode ${mode}.`,
      `BISTRO_STACK=${before} npm start   (or npm run reset, or another BISTRO_DATA_DIR)`,
    )
}
