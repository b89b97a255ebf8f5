import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SERVICES } from '@bistro/client/names'
import { bin, ROOT } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { runInForeground } from '../foreground.ts'
import { noOptions, UsageError } from '../terminal/arguments.ts'

const folderOf = (service: string): string => join('services', service, 'test', 'contract')

/** Needs no stack, no network and no database. */
export const command: Command = {
  usage: [
    'npm run contract -- SERVICE …   the contract tests of these services, alone; all of them are part of npm test',
  ],
  example: 'npm run contract -- payment shipping',
  run: (services) => {
    noOptions(services)
    const unknown = services.find((service) => !existsSync(join(ROOT, folderOf(service))))
    if (unknown !== undefined)
      throw new UsageError(`There is no service '${unknown}'; there is ${SERVICES.join(', ')}.`)
    if (services.length === 0) throw new UsageError('Say which service: one name or more, such as payment.')
    return runInForeground(bin('vitest'), ['run', '--project', 'unit', ...services.map(folderOf)])
  },
}
