import { statfsSync } from 'node:fs'
import { StackError } from '@bistro/client/errors'
import { typedCommand } from './typed-command.ts'

const MEBIBYTE = 1024 ** 2
/** Of a new stack's seven PostgreSQL servers, Kafka's first segments and the logs. */
const NEEDED_BYTES = 600 * MEBIBYTE

/** That a user without privileges may fill. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** Throws a StackError where a full disk would stop Kafka or PostgreSQL soon, in words that name no disk. */
export function assertDiskSpace(folder: string, neededBytes = NEEDED_BYTES): void {
  const freeNow = freeBytes(folder)
  if (freeNow >= neededBytes) return
  const [free, needed] = [freeNow, neededBytes].map((bytes) => `${Math.floor(bytes / MEBIBYTE)} MB`)
  throw new StackError(
    `The disk of ${folder} has ${free} left; a stack needs ${needed}.`,
    `BISTRO_DATA_DIR=<folder on another disk> ${typedCommand()}`,
  )
}
