import { join } from 'node:path'
import { ROOT } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { runInForeground } from '../foreground.ts'

/** The audit after a bench holds every saga of it in memory. */
const HEAP = '--max-old-space-size=8192'

/** Starts what it measures by itself; the benches parse their own arguments and explain their own usage. */
export const command: Command = {
  usage: ['npm run bench [-- --help]   measures throughput, latency and cost, and compares other designs'],
  explainsItself: true,
  example: 'npm run bench -- saga --smoke',
  run: (args) => runInForeground(process.execPath, [HEAP, join(ROOT, 'bench', 'src', 'cli.ts'), ...args]),
}
