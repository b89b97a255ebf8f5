import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '../cli.ts'
import { bin, ROOT } from '../paths.ts'
import { runInForeground } from '../process/foreground.ts'
import { UsageError } from '../terminal/arguments.ts'

const folderOf = (service: string): string => join('services', service, 'test', 'contract')

/** Needs no stack, no network and no database. */
export const command: Command = {
  usage: [
    'npm run contract -- SERVICE …   the contract tests of these services, alone; all of them are part of npm test',
  ],
  run: (services) => {
    const unknown = services.find((service) => !existsSync(join(ROOT, folderOf(service))))
    if (unknown !== undefined) throw new UsageError(`There is no service '${unknown}' with contract tests.`)
    if (services.length === 0) throw new UsageError('Which service? One name or more, such as payment.')
    return runInForeground(bin('vitest'), ['run', '--project', 'unit', ...services.map(folderOf)])
  },
}
