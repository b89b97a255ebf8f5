import { Aborted, StackError } from '@bistro/client/errors'
import { UsageError } from './terminal/arguments.ts'
import { asksForHelp, type Help, helpOf, usageOf } from './terminal/help.ts'
import { INTERRUPTED_STATUS } from './terminal/interrupts.ts'
import { style } from './terminal/style.ts'

/** A command of the command line: `npm run <name> -- <arguments>`. */
export interface Command extends Help {
  /** `--help` is passed on to the program that it runs, which tells more. */
  readonly explainsItself?: true
  /** Does the work and returns the exit status. */
  run(args: readonly string[]): Promise<number>
}

const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  start: () => import('./commands/start.ts'),
  demo: () => import('./commands/demo.ts'),
  stack: () => import('./commands/stack.ts'),
  board: () => import('./commands/board.ts'),
  history: () => import('./commands/history.ts'),
  brokers: () => import('./commands/brokers.ts'),
  connect: () => import('./commands/connect.ts'),
  doctor: () => import('./commands/doctor.ts'),
  reset: () => import('./commands/reset.ts'),
  order: () => import('./commands/order.ts'),
  test: () => import('./commands/test.ts'),
  'test:all': () => import('./commands/test-all.ts'),
  contract: () => import('./commands/contract.ts'),
  check: () => import('./commands/check.ts'),
  fix: () => import('./commands/fix.ts'),
  generate: () => import('./commands/generate.ts'),
  new: () => import('./commands/new.ts'),
  sim: () => import('./commands/sim.ts'),
  bench: () => import('./commands/bench.ts'),
  chaos: () => import('./commands/chaos.ts'),
  audit: () => import('./commands/audit.ts'),
  saga: () => import('./commands/saga.ts'),
  tail: () => import('./commands/tail.ts'),
  replay: () => import('./commands/replay.ts'),
  backup: () => import('./commands/backup.ts'),
  restore: () => import('./commands/restore.ts'),
  reread: () => import('./commands/reread.ts'),
  partitions: () => import('./commands/partitions.ts'),
  lab: () => import('./commands/lab.ts'),
}

const FAILURE_STATUS = 1
const USAGE_STATUS = 2

/** Runs a command. @returns the exit status. @throws what is no failure of a stack and no wrong argument: a fault of this program */
export async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name !== undefined && asksForHelp([name])) return tell(usageOf(await allUsages()))
  const load = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!load)
    return explainUsage(name === undefined ? 'Missing command.' : `Unknown command '${name}'.`, await allUsages())
  const { command } = await load()
  if (asksForHelp(args)) return command.explainsItself ? command.run(['--help']) : tell(helpOf(command))
  try {
    return await command.run(args)
  } catch (error) {
    if (error instanceof UsageError) return explainUsage(error.message, command.usage)
    return explainFailure(error)
  }
}

async function allUsages(): Promise<string[]> {
  const loaded = await Promise.all(Object.values(COMMANDS).map((load) => load()))
  return loaded.flatMap(({ command }) => command.usage)
}

function tell(text: string): number {
  console.log(text)
  return 0
}

function explainUsage(message: string, usages: readonly string[]): number {
  console.error(`${message}\n\n${usageOf(usages)}`)
  return USAGE_STATUS
}

function explainFailure(error: unknown): number {
  if (error instanceof Aborted) {
    console.error('Interrupted. Nothing is left running.')
    return INTERRUPTED_STATUS
  }
  if (!(error instanceof StackError)) throw error
  console.error(`\n${style.red(error.message)}`)
  const advice = [
    ...(error.next ? [`  Type: ${error.next}`] : []),
    ...(error.instead ? [`  Or:   ${error.instead}`] : []),
  ]
  if (advice.length > 0) console.error(`\n${advice.join('\n')}\n`)
  return FAILURE_STATUS
}
