import { join } from 'node:path'
import { ROOT } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { runInForeground } from '../foreground.ts'

/** The audit at the end holds every saga of the run in memory. */
const HEAP = '--max-old-space-size=4096'

/** Starts a stack of its own; parses its own arguments and explains its own usage. */
export const command: Command = {
  usage: ['npm run chaos [-- --help]   starts its own stack, breaks it under load, and checks every guarantee'],
  explainsItself: true,
  example: 'npm run chaos -- --seed 7 --schedule',
  run: (args) => runInForeground(process.execPath, [HEAP, join(ROOT, 'chaos', 'src', 'cli.ts'), ...args]),
}
