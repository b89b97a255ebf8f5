import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { StackError } from '@bistro/client/errors'
import { privateDirectory } from './files.ts'

/** The clone that this file belongs to. */
export const ROOT = resolve(import.meta.dirname, '..', '..')

/** A program that the package manager has installed. */
export const bin = (name: string): string => join(ROOT, 'node_modules', '.bin', name)

const DEFAULT_DATA_DIR = '.bistro'

export interface DataPaths {
  readonly root: string
  readonly logs: string
  readonly postgres: string
  readonly registry: string
  readonly externals: string
  /** There if the data is in volumes of Docker: the beginning of their names. */
  readonly docker: string
  readonly secrets: string
  readonly manifest: string
  readonly lock: string
}

/** The data directory named by BISTRO_DATA_DIR, relative to the clone. */
export const dataDirFrom = (text: string | undefined): string => resolve(ROOT, text || DEFAULT_DATA_DIR)

export function dataPaths(dataDir: string): DataPaths {
  return {
    root: dataDir,
    logs: join(dataDir, 'logs'),
    postgres: join(dataDir, 'postgres'),
    registry: join(dataDir, 'registry'),
    externals: join(dataDir, 'externals'),
    docker: join(dataDir, 'docker'),
    secrets: join(dataDir, 'secrets.json'),
    manifest: join(dataDir, 'stack.json'),
    lock: join(dataDir, 'stack.lock'),
  }
}

export const logFileOf = (paths: DataPaths, name: string): string => join(paths.logs, `${name}.log`)

/** Where a service keeps what is broken in it on purpose. */
export const faultsFileOf = (paths: DataPaths, service: string): string => join(paths.root, 'faults', `${service}.json`)

/** Creates the data directory. The parts' own folders are created by the parts. */
export function createDataDir(paths: DataPaths): void {
  try {
    mkdirSync(paths.root, { recursive: true })
    privateDirectory(paths.logs)
  } catch (cause) {
    throw new StackError(
      `The data directory ${paths.root} cannot be written to.`,
      'BISTRO_DATA_DIR=<folder> npm start',
      { cause },
    )
  }
}

/** Downloads that all clones and data directories of this user share. */
export const cacheDir = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'saga-bistro')

/** Where the running stack listens for `npm run stack`; short, because a socket's path may have 107 bytes at most. */
export function controlSocket(dataDir: string): string {
  const user = process.getuid?.() ?? 'user'
  return join(tmpdir(), `saga-bistro-${user}-${shortHash(dataDir)}.sock`)
}

export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)
