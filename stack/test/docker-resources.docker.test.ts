import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StackContext } from '../src/context.ts'
import { deleteData } from '../src/delete-data.ts'
import { dockerNow } from '../src/docker/command.ts'
import { IMAGES } from '../src/docker/images.ts'
import { claimVolumes, labelsOf, nameInDocker, removeContainers } from '../src/docker/resources.ts'
import { createDataDir, dataPaths } from '../src/paths.ts'
import { loadSecrets } from '../src/secrets.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bistro, "docker"-'))
})

afterEach(() => {
  deleteData(root)
})

const contextOf = (directory: string): StackContext => {
  const paths = dataPaths(directory)
  return { paths, secrets: loadSecrets(paths.secrets) } as unknown as StackContext
}

const labels = (directory: string): string[] =>
  labelsOf(dataPaths(directory), 'kafka').map((label) => `--label=${label}`)

const makeVolume = (context: StackContext): string =>
  dockerNow(['volume', 'create', ...labels(root), nameInDocker(context, 'kafka')]).trim()

const volumes = (): string[] => dockerNow(['volume', 'ls', '--quiet']).split('\n')

describe('the volumes of a data directory', () => {
  it('are kept from start to start, and removed with it', () => {
    claimVolumes(contextOf(root))
    const volume = makeVolume(contextOf(root))
    claimVolumes(contextOf(root))
    expect(volumes()).toContain(volume)
    deleteData(root)
    expect(volumes()).not.toContain(volume)
    expect(existsSync(root)).toBe(false)
  })

  it('do not outlive it where it is deleted by hand: the next one in its place removes them', () => {
    claimVolumes(contextOf(root))
    const volume = makeVolume(contextOf(root))
    rmSync(root, { recursive: true })
    claimVolumes(contextOf(mkdirAgain()))
    expect(volumes()).not.toContain(volume)
  })

  it('do not follow it where it is moved', () => {
    const elsewhere = contextOf(root)
    claimVolumes(elsewhere)
    const moved = { ...elsewhere, paths: { ...elsewhere.paths, root: `${root}-2` } }
    expect(() => claimVolumes(moved)).toThrow('was moved or copied')
  })
})

describe('the containers of a data directory', () => {
  it('that a crash has left are found and removed, and no others', () => {
    const other = `${root}-2`
    const run = (directory: string): void => {
      dockerNow(['run', '--detach', '--rm', ...labels(directory), '--entrypoint=sleep', IMAGES.postgres, '60'])
    }
    run(root)
    run(other)
    expect(removeContainers(root)).toEqual(['kafka'])
    expect(removeContainers(root)).toEqual([])
    expect(removeContainers(other)).toEqual(['kafka'])
  })
})

function mkdirAgain(): string {
  const paths = dataPaths(root)
  createDataDir(paths)
  return root
}
