/** The value below which so many percent of the others are; `sorted` is not empty. */
const percentile = (sorted: readonly number[], percent: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN

/** One line about many durations in milliseconds. */
export function summary(durationsMs: readonly number[]): string {
  const sorted = [...durationsMs].sort((a, b) => a - b)
  const figures = [50, 90, 99, 100].map((percent) => `p${percent} ${percentile(sorted, percent).toFixed(0)} ms`)
  return `${sorted.length} measured: ${figures.join(', ')}`
}

/** Prints a figure, what it must be, and whether it is. */
export function verdict(what: string, figure: number, limit: number, unit: string): void {
  const met = figure < limit ? 'met' : 'MISSED'
  console.log(
    `${what.padEnd(44)} ${figure.toFixed(2).padStart(8)} ${unit.padEnd(4)} must be below ${limit} ${unit}: ${met}`,
  )
}

export const percentileOf = (durationsMs: readonly number[], percent: number): number =>
  percentile(
    [...durationsMs].sort((a, b) => a - b),
    percent,
  )
