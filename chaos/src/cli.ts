import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listenForInterrupts, say, style } from '@bistro/cli/terminal'
import { Aborted, StackError } from '@bistro/client'
import { readArguments, USAGE, UsageError } from './arguments.ts'
import { openEnvironment } from './environment.ts'
import { catalogOf } from './faults/catalog.ts'
import { commandOf, tell } from './report/tell.ts'
import { routesOf } from './routes.ts'
import { runOn } from './run.ts'
import { lineOf, scheduleOf } from './schedule.ts'

const USAGE_STATUS = 2
const INTERRUPTED_STATUS = 130

async function main(args: readonly string[]): Promise<number> {
  const order = readArguments(args)
  if (order.ask === 'help') {
    say(USAGE)
    return 0
  }
  const schedule = scheduleOf({ ...order, catalog: catalogOf(routesOf(order.seed)) })
  if (order.ask === 'schedule') {
    for (const planned of schedule) say(lineOf(planned))
    return 0
  }
  const interrupts = listenForInterrupts()
  say(`${style.bold(commandOf({ arguments: order }))}: ${schedule.length} faults planned`)
  say()
  const environment = await openEnvironment(order.seed, interrupts.signal)
  try {
    const result = await runOn(environment, order, interrupts.signal)
    if (!result) return INTERRUPTED_STATUS
    const file = join(environment.dataDir, `chaos-${order.seed}.json`)
    writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
    tell(result, file)
    return result.violations.length === 0 ? 0 : 1
  } finally {
    await environment.close()
    say(style.dim('Stopped. No process is left running.'))
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${USAGE}`)
    process.exitCode = USAGE_STATUS
  } else if (error instanceof StackError) {
    console.error(style.red(error.message), error.next ? `\n\n  Type: ${error.next}\n` : '')
    process.exitCode = 1
  } else if (error instanceof Aborted) process.exitCode = INTERRUPTED_STATUS
  else throw error
}
process.exit()
