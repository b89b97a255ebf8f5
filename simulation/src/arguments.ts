import { parseArgs } from 'node:util'
import { BREAKS } from './breaks.ts'
import { FAULT_NAMES, FAULTS, type Fault } from './faults.ts'

export interface Arguments {
  readonly firstSeed: number
  readonly runs: number
  readonly sagas: number
  readonly faults: readonly Fault[]
  readonly breakName: string | undefined
  /** Show the whole run, not the shortest run with the same failure. */
  readonly trace: boolean
  readonly ask: 'run' | 'help' | 'breaks'
}

/** The command line is invalid. */
export class UsageError extends Error {}

const DEFAULT_RUNS = 200
const BREAK_RUNS = 2_000
const DEFAULT_SAGAS = 20
const MAX_SAGAS = 10_000
const MAX_NUMBER = 2 ** 31

export const USAGE = `Usage:
  npm run sim -- [options]   simulates the services; exit status 1 when an invariant is violated

Options:
  --runs N        number of runs, one per seed (default ${DEFAULT_RUNS}; with --break up to ${BREAK_RUNS}; overnight: 50000)
  --sagas N       guests per run (default ${DEFAULT_SAGAS})
  --faults LIST   all (default), none, or some of: ${FAULT_NAMES.join(', ')}
  --seed S        run only this seed; with --runs: the first seed (default 1)
  --trace         show every line of the run of --seed, even if it does not fail
  --break NAME    remove one safety net; --break help says what each of them prevents (default: none)
  -h, --help      show this text and what each fault does

Example:
  npm run sim -- --seed 7 --trace`

export const FAULT_HELP = Object.entries(FAULTS)
  .map(([name, what]) => `  ${name.padEnd(14)}  ${what}`)
  .join('\n')

const OPTIONS = {
  runs: { type: 'string' },
  sagas: { type: 'string' },
  faults: { type: 'string' },
  seed: { type: 'string' },
  trace: { type: 'boolean' },
  break: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Each break with what it does, in a sentence. */
export const BREAK_HELP = Object.entries(BREAKS)
  .map(([name, { what }]) => `  ${name.padEnd(19)}  ${what}`)
  .join('\n')

/** @throws UsageError */
export function readArguments(args: readonly string[]): Arguments {
  const values = parse(args)
  const breakName = values.break
  if (breakName !== undefined && breakName !== 'help' && !Object.hasOwn(BREAKS, breakName))
    throw new UsageError(`Unknown break '${breakName}'. --break help lists all breaks.`)
  if (values.trace && values.seed === undefined) throw new UsageError('--trace shows one run: add --seed S.')
  const runs = values.seed === undefined ? (breakName === undefined ? DEFAULT_RUNS : BREAK_RUNS) : 1
  return {
    firstSeed: numberOf('seed', values.seed, 1, 0, MAX_NUMBER),
    runs: numberOf('runs', values.runs, runs, 1, MAX_NUMBER),
    sagas: numberOf('sagas', values.sagas, DEFAULT_SAGAS, 1, MAX_SAGAS),
    faults: faultsIn(values.faults ?? 'all'),
    breakName: breakName === 'help' ? undefined : breakName,
    trace: values.trace ?? false,
    ask: values.help ? 'help' : breakName === 'help' ? 'breaks' : 'run',
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(faultIn((error as Error).message))
  }
}

/** The error of `parseArgs`, in the wording of all commands. */
function faultIn(message: string): string {
  const unknown = /^(?:Unknown option|Unexpected argument) '([^']*)'/.exec(message)?.[1]
  return unknown === undefined ? `${message}.` : `Unknown argument '${unknown}'.`
}

function numberOf(name: string, given: string | undefined, otherwise: number, least: number, most: number): number {
  if (given === undefined) return otherwise
  const number = Number(given)
  if (/^\d+$/.test(given) && number >= least && number <= most) return number
  throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not '${given}'.`)
}

function faultsIn(list: string): readonly Fault[] {
  if (list === 'all') return FAULT_NAMES
  if (list === 'none') return []
  return list.split(',').map((name) => {
    const fault = FAULT_NAMES.find((known) => known === name)
    if (!fault) throw new UsageError(`Unknown fault '${name}'. Known faults: ${FAULT_NAMES.join(', ')}; all; none.`)
    return fault
  })
}
