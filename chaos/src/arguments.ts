import { parseArgs } from 'node:util'
import { parseFault } from '@bistro/cli/terminal'
import { KIND_NAMES, KINDS, type Kind } from './kinds.ts'

export interface Arguments {
  readonly seed: number
  readonly minutes: number
  /** Reservations a second. */
  readonly rate: number
  readonly kinds: readonly Kind[]
  readonly ask: 'run' | 'help' | 'schedule'
}

/** The arguments are invalid. */
export class UsageError extends Error {}

const DEFAULT_MINUTES = 6
const DEFAULT_RATE = 3
const MAX_SEED = 2 ** 31 - 1
const MAX_MINUTES = 24 * 60
const MAX_RATE = 200

export const USAGE = `Usage:
  npm run chaos -- [options]   injects faults into a stack of its own under load; exit status 1 when a check fails

Options:
  --seed S        decides which faults occur, when and where, and which guests come (default: random, and shown)
  --minutes M     how long load and faults last (default ${DEFAULT_MINUTES})
  --rate R        reservations a second (default ${DEFAULT_RATE})
  --only LIST     only these kinds of faults, comma-separated (default: all)
  --schedule      shows the faults of this seed and starts nothing
  -h, --help      shows this help

Example:
  npm run chaos -- --seed 7 --minutes 2 --only databases,kafka

BISTRO_PORT_BASE sets the ports (default: free ports); the data is in chaos/ of BISTRO_DATA_DIR (default .bistro). Kinds of faults:

${KIND_NAMES.map((kind) => `  ${kind.padEnd(10)} ${KINDS[kind]}`).join('\n')}`

const OPTIONS = {
  seed: { type: 'string' },
  minutes: { type: 'string' },
  rate: { type: 'string' },
  only: { type: 'string' },
  schedule: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** @throws UsageError */
export function readArguments(args: readonly string[], newSeed = () => Math.floor(Math.random() * 1e6)): Arguments {
  const { seed, minutes, rate, only, schedule, help } = parse(args)
  return {
    seed: seed === undefined ? newSeed() : wholeNumber('seed', seed, 0, MAX_SEED),
    minutes: minutes === undefined ? DEFAULT_MINUTES : numberAbove0('minutes', minutes, MAX_MINUTES),
    rate: rate === undefined ? DEFAULT_RATE : numberAbove0('rate', rate, MAX_RATE),
    kinds: only === undefined ? KIND_NAMES : kindsIn(only),
    ask: help ? 'help' : schedule ? 'schedule' : 'run',
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(parseFault(error))
  }
}

function wholeNumber(name: string, given: string, least: number, most: number): number {
  const number = Number(given)
  if (/^\d+$/.test(given) && number >= least && number <= most) return number
  throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not '${given}'.`)
}

function numberAbove0(name: string, given: string, most: number): number {
  const number = Number(given)
  if (/^\d+(\.\d+)?$/.test(given) && number > 0 && number <= most) return number
  throw new UsageError(`--${name} takes a number above 0 and up to ${most}, not '${given}'.`)
}

function kindsIn(list: string): readonly Kind[] {
  return list.split(',').map((name) => {
    const kind = KIND_NAMES.find((known) => known === name)
    if (!kind) throw new UsageError(`Unknown kind of fault '${name}'. Known kinds: ${KIND_NAMES.join(', ')}.`)
    return kind
  })
}
