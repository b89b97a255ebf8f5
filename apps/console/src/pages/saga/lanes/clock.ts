import { scaleLinear } from 'd3-scale'

/**
 * From time to the page. Within a saga, milliseconds and minutes stand side by side: a pause gets room with the logarithm
 * of its length, and every moment at which something happens has a place of its own, right of all earlier ones.
 */
export interface Clock {
  readonly xOf: (ms: number) => number
  readonly width: number
}

const START = 20
const MIN_STEP = 26
const PER_DOUBLING = 17
const QUICK_MS = 5
const MIN_STRETCH = 0.6
const MAX_STRETCH = 1.8

const stepOf = (pauseMs: number) => MIN_STEP + PER_DOUBLING * Math.log2(1 + pauseMs / QUICK_MS)

/** `moments` in any order. The last of them stands `tail` before the end; pauses are stretched or pressed a little to use the room. */
export function makeClock(moments: readonly number[], room: number, tail: number): Clock {
  const times = [...new Set(moments)].sort((a, b) => a - b)
  const steps = times.map((ms, index) => (index === 0 ? 0 : stepOf(ms - times[index - 1]!)))
  const length = steps.reduce((sum, step) => sum + step, 0)
  const stretch = Math.min(MAX_STRETCH, Math.max(MIN_STRETCH, (room - START - tail) / length))
  let x = START
  const places = steps.map((step) => (x += step * stretch))
  // One moment makes no scale; the second is a little later, and nothing is there.
  const scale = scaleLinear([...times, times.at(-1)! + 1], [...places, places.at(-1)! + MIN_STEP]).clamp(true)
  return { xOf: scale, width: Math.max(room, places.at(-1)! + tail) }
}
