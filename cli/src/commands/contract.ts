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
  usage: ['npm run contract -- SERVICE …   runs only the contract tests of these services; npm test runs all'],
  example: 'npm run contract -- payment shipping',
  run: (services) => {
    noOptions(services)
    const unknown = services.find((service) => !existsSync(join(ROOT, folderOf(service))))
    if (unknown !== undefined) throw new UsageError(`Unknown service '${unknown}'. Services: ${SERVICES.join(', ')}.`)
    if (services.length === 0) throw new UsageError('Missing service: one name or more, for example payment.')
    return runInForeground(bin('vitest'), ['run', '--project', 'unit', ...services.map(folderOf)])
  },
}
