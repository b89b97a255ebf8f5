import { join } from 'node:path'
import { ROOT } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { runInForeground } from '../foreground.ts'

/** Needs no stack: the simulation parses its own arguments and explains its own usage. */
export const command: Command = {
  usage: ['npm run sim [-- --help]   simulates the services: thousands of sagas under faults'],
  explainsItself: true,
  example: 'npm run sim -- --runs 20',
  run: (args) => runInForeground(process.execPath, [join(ROOT, 'simulation', 'src', 'cli.ts'), ...args]),
}
