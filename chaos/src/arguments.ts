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

/** Something was typed that the command does not know. */
export class UsageError extends Error {}

const DEFAULT_MINUTES = 6
const DEFAULT_RATE = 3
const MAX_SEED = 2 ** 31 - 1
const MAX_MINUTES = 24 * 60
const MAX_RATE = 200

export const USAGE = `Usage:
  npm run chaos -- [options]   breaks a stack of its own under load; exit status 1 when a promise is broken

Options:
  --seed S        which faults, when and to whom, and which guests come (default: a new one, and told)
  --minutes M     how long it is loaded and broken (default ${DEFAULT_MINUTES})
  --rate R        reservations a second (default ${DEFAULT_RATE})
  --only LIST     some of the kinds below (default: all)
  --schedule      show the faults of this seed, and start nothing
  -h, --help      this

Example:
  npm run chaos -- --seed 7 --minutes 2 --only databases,kafka

BISTRO_PORT_BASE moves the ports, which are free ones otherwise; the data is in chaos/ of BISTRO_DATA_DIR (default .bistro). The kinds:

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
    if (!kind) throw new UsageError(`There is no kind of fault '${name}'. Known are: ${KIND_NAMES.join(', ')}.`)
    return kind
  })
}
