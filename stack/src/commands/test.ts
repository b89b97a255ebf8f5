import type { Command } from '../cli.ts'
import type { Mode } from '../manifest.ts'
import { chooseMode } from '../mode.ts'
import { bin } from '../paths.ts'
import { runInForeground } from '../process/foreground.ts'
import { say, style } from '../terminal/style.ts'

/** Which tests each mode can run, by the suffixes of their files. */
const PROJECTS: Readonly<Record<Mode, readonly string[]>> = {
  local: ['unit', 'int', 'e2e'],
  docker: ['unit', 'int', 'docker', 'e2e'],
  memory: ['unit', 'int'],
}

export const command: Command = {
  usage: ['npm test [-- FILTER]   all tests of all packages, on a stack of their own; FILTER is part of a file name'],
  run: async (args) => {
    const { mode, reason } = await chooseMode(process.env.BISTRO_STACK)
    if (mode === 'memory')
      say(style.yellow(`e2e: SKIPPED (${reason}): these tests kill processes and read real topics. npm run doctor`))
    return runInForeground(bin('vitest'), [
      'run',
      ...(args.some((arg) => arg.startsWith('--project')) ? [] : PROJECTS[mode].map((name) => `--project=${name}`)),
      ...args,
    ])
  },
}
