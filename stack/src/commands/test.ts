import { join } from 'node:path'
import type { Command } from '../cli.ts'
import { chooseMode } from '../mode.ts'
import { ROOT } from '../paths.ts'
import { runInForeground } from '../process/foreground.ts'
import { say, style } from '../terminal/style.ts'

const WITHOUT_KAFKA = ['--project', 'unit', '--project', 'int']

export const command: Command = {
  usage: ['npm test [-- FILTER]   all tests of all packages, on a stack of their own; FILTER is part of a file name'],
  run: async (args) => {
    const { mode, reason } = await chooseMode(process.env.BISTRO_STACK)
    const isReal = mode !== 'memory'
    if (!isReal)
      say(style.yellow(`e2e: SKIPPED (${reason}): these tests kill processes and read real topics. npm run doctor`))
    return runInForeground(join(ROOT, 'node_modules', '.bin', 'vitest'), [
      'run',
      ...(isReal ? [] : WITHOUT_KAFKA),
      ...args,
    ])
  },
}
