import { join } from 'node:path'
import type { Command } from '../cli.ts'
import { ROOT } from '../paths.ts'
import { runInForeground } from '../process/foreground.ts'

/** Starts what it measures by itself; the benches parse their own arguments and explain their own usage. */
export const command: Command = {
  usage: ['npm run bench [-- --help]   measures: how many sagas a second, how fast, at what cost, and beside what'],
  run: (args) => runInForeground(process.execPath, [join(ROOT, 'bench', 'src', 'cli.ts'), ...args]),
}
