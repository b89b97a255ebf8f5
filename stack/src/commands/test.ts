import { join } from 'node:path'
import type { Command } from '../cli.ts'
import { ROOT } from '../paths.ts'
import { runInForeground } from '../process/foreground.ts'

export const command: Command = {
  usage: ['npm test [-- FILTER]   all tests of all packages, on a stack of their own; FILTER is part of a file name'],
  run: (args) => runInForeground(join(ROOT, 'node_modules', '.bin', 'vitest'), ['run', ...args]),
}
