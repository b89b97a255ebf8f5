// Moves this process's clock by the milliseconds in the query. Timers and `performance` go on as before.
const shiftMs = Number(new URL(import.meta.url).searchParams.get('shiftMs'))
const RealDate = Date

class MovedDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(RealDate.now() + shiftMs)
    else super(...(given as [number]))
  }

  static override now(): number {
    return RealDate.now() + shiftMs
  }
}

globalThis.Date = MovedDate as DateConstructor
