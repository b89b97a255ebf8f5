import { formatLsn, type Lsn, parseLsn } from './lsn.ts'

/** Sends a position to the server, which adds one to it. @param asks whether the server shall answer */
type Send = (lsn: string, asks: boolean) => void

interface PassedOn {
  readonly id: string
  readonly positions: readonly number[]
}

/**
 * What the server need not send again. A slot goes on with the first commit record at or after the confirmed position, and
 * one may begin exactly where the one before ended: so the position is the byte after the beginning of the last published
 * commit, never its end.
 */
export class Progress {
  readonly #send: Send
  #onTheirWay: PassedOn[] = []
  #next: Lsn = 0n

  constructor(send: Send) {
    this.#send = send
  }

  /** Whether all that was passed on is confirmed. */
  get isIdle(): boolean {
    return this.#onTheirWay.length === 0
  }

  /** @param id the beginning of the commit record */
  passedOn(id: string, positions: readonly number[]): void {
    this.#onTheirWay.push({ id, positions })
  }

  /** All up to the last of these. @returns the positions of the events */
  confirm(ids: readonly string[]): number[] {
    const last = ids.at(-1)
    const done = this.#onTheirWay.splice(0, this.#onTheirWay.findIndex(({ id }) => id === last) + 1)
    if (last === undefined || done.length === 0) return []
    this.#next = parseLsn(last) + 1n
    this.tell()
    return done.flatMap(({ positions }) => positions)
  }

  /** The server has sent everything before `lsn`. */
  reached(lsn: Lsn): void {
    if (this.isIdle && lsn > this.#next) this.#next = lsn
  }

  tell(): void {
    this.#say(false)
  }

  /** Tells it, and the server answers. */
  ask(): void {
    this.#say(true)
  }

  #say(asks: boolean): void {
    this.#send(formatLsn(this.#next === 0n ? 0n : this.#next - 1n), asks)
  }
}
