import { bin } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { runInForeground } from '../foreground.ts'
import { noOptions } from '../terminal/arguments.ts'

export const command: Command = {
  usage: ['npm run fix [-- PATH …]   formats files and fixes what the linter can fix'],
  options: [['PATH', 'a file or a folder (default: everything)']],
  example: 'npm run fix -- services/payment',
  run: async (paths) => {
    noOptions(paths)
    return runInForeground(bin('biome'), ['check', '--write', ...(paths.length > 0 ? paths : ['.'])])
  },
}
