import { openSync, readFileSync, renameSync, statSync } from 'node:fs'

const MAX_LOG_BYTES = 20 * 1024 * 1024
const TAIL_LINES = 12
/** Frames of a stack trace that tell nobody where a fault is: a program that does not compile has a dozen of them. */
const INSIDE_NODE = /^\s+at .*node:internal\//
const OWNER_ONLY = 0o600

/** Opens a process's log to append to it; a long one from earlier runs is set aside as `<name>.log.1`. */
export function openLog(path: string): number {
  if (sizeOf(path) > MAX_LOG_BYTES) renameSync(path, `${path}.1`)
  return openSync(path, 'a', OWNER_ONLY)
}

/** The last lines of what a process printed since `offset` bytes, for an error message. */
export function tailOfLog(path: string, offset: number): string {
  try {
    const text = readFileSync(path).subarray(offset).toString()
    const lines = text.trimEnd().split('\n')
    return lines
      .filter((line) => !INSIDE_NODE.test(line))
      .slice(-TAIL_LINES)
      .join('\n')
  } catch {
    return ''
  }
}

export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
