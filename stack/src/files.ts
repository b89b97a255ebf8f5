import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

const OWNER_ONLY_FILE = 0o600
const OWNER_ONLY_DIRECTORY = 0o700

/** Creates a directory that only its owner may enter. */
export function privateDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: OWNER_ONLY_DIRECTORY })
  chmodSync(path, OWNER_ONLY_DIRECTORY)
}

/** Writes a file that only its owner may read, whole or not at all. */
export function writePrivateFile(path: string, text: string): void {
  const part = `${path}.${process.pid}.part`
  writeFileSync(part, text, { mode: OWNER_ONLY_FILE })
  chmodSync(part, OWNER_ONLY_FILE)
  renameSync(part, path)
}

/** The text of a file; undefined if there is no such file. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
