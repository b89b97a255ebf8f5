import type { Bench, Column, OpenOptions } from './bench.ts'
import { interleave } from './interleave.ts'
import { thisMachine } from './machine.ts'
import type { Result, Run, Yardstick } from './result.ts'

export interface RunOptions extends Omit<OpenOptions, 'subjects'> {
  /** The subjects that run; all where it is not given. */
  readonly only?: readonly string[]
  /** Runs before it. */
  readonly yardstick?: () => Promise<Yardstick>
  /** As it would be typed to repeat it. */
  readonly command: string
}

/** Starts what a bench needs, measures, audits, and stops everything. */
export async function runBench({ about, load }: Bench, options: RunOptions): Promise<Result> {
  const { length, only, say, command } = options
  const subjects = about.subjects.filter((name) => !only || only.includes(name))
  const machine = thisMachine()
  if (options.yardstick) say(`${about.name}: measuring the machine by a load that never changes ...`)
  const yardstick = await options.yardstick?.()
  say(`${about.name}: starting and warming up ...`)
  const { open } = await load()
  const bench = await open({ ...options, subjects })
  try {
    say(`${about.name}: measuring ...`)
    const ours = bench.subjects.filter(({ name }) => subjects.includes(name))
    const kept = await interleave(ours, length.repeats, (name, run) => say(lineOf(name, run, about.columns)))
    const violations = await bench.audit?.()
    return {
      bench: about.name,
      command,
      measuredAt: new Date().toISOString(),
      length,
      machine,
      yardstick,
      versions: { Node: process.version.slice(1), ...bench.versions },
      subjects: kept,
      violations,
    }
  } finally {
    await bench.close()
  }
}

const SHOWN_COLUMNS = 8
const NAME_WIDTH = 22

function lineOf(name: string, { round, foreignCores, figures }: Run, columns: readonly Column[]): string {
  const shown = columns
    .filter(({ key }) => figures[key] !== undefined)
    .slice(0, SHOWN_COLUMNS)
    .map(({ key, title, digits }) => `${title} ${figures[key]?.toFixed(digits)}`)
  return `  ${String(round).padStart(2)}  ${name.padEnd(NAME_WIDTH)} ${shown.join(', ')} [other processes: ${foreignCores.toFixed(2)} cores]`
}
