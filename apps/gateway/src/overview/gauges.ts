/** The sum of a gauge over its labels in the text of `/metrics`; undefined if it is not there. */
export function sumOf(metrics: string, name: string): number | undefined {
  const lines = metrics.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
  const isKnown = metrics.includes(`# TYPE ${name} `)
  return isKnown ? lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0) : undefined
}
