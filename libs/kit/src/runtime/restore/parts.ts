import type { Parts } from '../parts.ts'

/** What a restore works with. */
export interface RestoreParts extends Pick<Parts, 'service' | 'store' | 'log' | 'codec' | 'clock' | 'random'> {
  /** Name of the groups that it reads with: it commits nothing. */
  readonly group: string
  /** Called after each part of the work. */
  onProgress(progress: Progress): void
}

/** `total` where it is known. */
export interface Progress {
  readonly doing: 'comparing' | 'looking for commands' | 'appending'
  readonly done: number
  readonly total: number
}

/** The database and the log do not fit: nothing may run on what a restore would make of them. */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused'
}
