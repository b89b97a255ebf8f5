import { rmSync } from 'node:fs'
import type { Manifest } from '@bistro/client/manifest'
import { readIfThere, writePrivateFile } from './files.ts'

/** Writes the manifest, readable by its owner alone, whole or not at all. */
export const writeManifest = (path: string, manifest: Manifest): void =>
  writePrivateFile(path, `${JSON.stringify(manifest, null, 2)}\n`)

export const removeManifest = (path: string): void => rmSync(path, { force: true })

/** The manifest of the running stack; undefined if there is none. */
export function readManifest(path: string): Manifest | undefined {
  const text = readIfThere(path)
  return text === undefined ? undefined : (JSON.parse(text) as Manifest)
}
