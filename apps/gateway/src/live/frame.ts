import type { LiveData, LiveName } from '../contract/index.ts'

/** A message of server-sent events as bytes: encoded once, whoever gets it. */
export const frame = <N extends LiveName>(id: string, name: N, data: LiveData[N]): Buffer =>
  Buffer.from(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)

/** Sets the position that a client resumes from, and tells it nothing. */
export const mark = (id: string): Buffer => Buffer.from(`id: ${id}\n\n`)

/** A position names the process that counts: another replica's numbers mean nothing here. */
export const idOf = (replica: string, sequence: number): string => `${replica}-${sequence}`

/** @returns undefined if another replica, or something else, gave the id */
export function sequenceIn(replica: string, id: string): number | undefined {
  const text = id.startsWith(`${replica}-`) ? id.slice(replica.length + 1) : ''
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
