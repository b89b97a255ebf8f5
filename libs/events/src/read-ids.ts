import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { IdLock } from './id-lock.ts'

export const IDS_FILE = fileURLToPath(new URL('../schemas/ids.json', import.meta.url))

/** The ids of all schemas, as the repository has them. */
export const readIds = (): IdLock =>
  existsSync(IDS_FILE) ? (JSON.parse(readFileSync(IDS_FILE, 'utf8')) as IdLock) : {}
