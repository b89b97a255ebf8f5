import type { Command } from '../cli.ts'
import { findEngine } from '../docker/engine.ts'
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

const ALL_FLAG = '--all'

export const command: Command = {
  usage: [
    'npm test [-- FILTER]   all tests of all packages, on a stack of their own; FILTER is part of a file name',
    'npm run test:all       the same, and those that take minutes: a soak, chaos, and the system in containers',
  ],
  run: async (given) => {
    const { mode, reason } = await chooseMode(process.env.BISTRO_STACK)
    const args = given.filter((arg) => arg !== ALL_FLAG)
    if (mode === 'memory')
      say(style.yellow(`e2e: SKIPPED (${reason}): these tests kill processes and read real topics. npm run doctor`))
    const projects = [...PROJECTS[mode], ...(given.includes(ALL_FLAG) ? await longer(mode) : [])]
    return runInForeground(bin('vitest'), [
      'run',
      ...(args.some((arg) => arg.startsWith('--project')) ? [] : projects.map((name) => `--project=${name}`)),
      ...args,
    ])
  },
}

/** The tests of many minutes that this machine can run; of the others it says why not. */
async function longer(mode: Mode): Promise<string[]> {
  const engine = await findEngine()
  if (engine.state === 'answers') process.env.BISTRO_COMPOSE = '1'
  else say(style.yellow(`compose: SKIPPED (${engine.why})`))
  return ['soak', ...(mode === 'memory' ? [] : ['chaos']), ...(engine.state === 'answers' ? ['compose'] : [])]
}
