import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Manifest } from '@bistro/client/manifest'
import { expect, it } from 'vitest'
import { readManifest, removeManifest, writeManifest } from '../src/manifest-file.ts'

it('the manifest is written whole, for its owner alone, and can be removed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'bistro-manifest-'))
  const path = join(directory, 'stack.json')
  const manifest = { version: 1, mode: 'local', portBase: 4000, processes: [] } as unknown as Manifest
  writeManifest(path, manifest)
  expect(readManifest(path)).toEqual(manifest)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(directory)).toEqual(['stack.json'])
  removeManifest(path)
  expect(readManifest(path)).toBeUndefined()
  rmSync(directory, { recursive: true })
})
