export interface Point {
  readonly x: number
  readonly y: number
}

/** A cubic Bézier curve: start, two control points, end. */
export type Curve = readonly [Point, Point, Point, Point]

/** A curve that leaves and arrives at right angles to the two rows that it connects. */
export function connect(from: Point, to: Point, along: 'x' | 'y'): Curve {
  const half = (to[along] - from[along]) / 2
  return [from, { ...from, [along]: from[along] + half }, { ...to, [along]: to[along] - half }, to]
}

export function pointAt(curve: Curve, share: number): Point {
  const rest = 1 - share
  const weights = [rest ** 3, 3 * rest ** 2 * share, 3 * rest * share ** 2, share ** 3]
  const sum = (axis: 'x' | 'y') => weights.reduce((total, weight, index) => total + weight * curve[index]![axis], 0)
  return { x: sum('x'), y: sum('y') }
}

export const svgPath = ([from, first, second, to]: Curve): string =>
  `M${from.x},${from.y} C${first.x},${first.y} ${second.x},${second.y} ${to.x},${to.y}`
