import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bin, ROOT } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { runInForeground } from '../foreground.ts'
import { copyOut } from '../new/copy.ts'
import { newEvent } from '../new/event.ts'
import type { Made } from '../new/made.ts'
import { newService } from '../new/service.ts'
import { newView } from '../new/view.ts'
import { parseFault, UsageError } from '../terminal/arguments.ts'
import { say, style } from '../terminal/style.ts'

const CLI = join(ROOT, 'cli/src/main.ts')

export const command: Command = {
  usage: [
    'npm run new -- service NAME --reads EVENT,… [--publishes EVENT,…]   a service that runs at once',
    'npm run new -- event OWNER NAME                                     an event of a service that publishes',
    'npm run new -- view SERVICE NAME --reads EVENT,…                    a view, of its own events or of others',
    'npm run new -- copy kit|SERVICE FOLDER                              the kit, or a service with it, for a team of your own',
  ],
  options: [
    ['--reads EVENT,…', 'events that are read'],
    ['--publishes EVENT,…', 'events that a new service publishes'],
  ],
  example: 'npm run new -- service loyalty --reads OrderDelivered --publishes PointsGranted',
  run: async (args) => {
    const [kind, what, folder, ...more] = args
    if (kind === 'copy' && what !== undefined && folder !== undefined && more.length === 0) return copied(what, folder)
    const made = plan(args)
    made.changes.write()
    made.link?.()
    format(made.changes.paths)
    for (const path of made.changes.paths) say(`  ${path}`)
    const status = await runInForeground(process.execPath, stepAfter(made))
    if (status !== 0) return status
    say(`\n${style.bold('Made.')} Left to write by hand:`)
    for (const line of inColumns(made.left)) say(`  ${line}`)
    say('\nThen: npm run check, and npm test')
    if (made.kind === 'service')
      say('To see it run: npm run reset, as data from before have no place for it, and npm start')
    return 0
  },
}

function copied(what: string, folder: string): number {
  const next = copyOut(what, folder)
  say(`${style.bold('Copied.')} What was taken, and what was left, is in docs/copying.md. Next:`)
  for (const line of next) say(`  ${line}`)
  return 0
}

function plan(args: readonly string[]): Made {
  const { positionals, reads, publishes } = read(args)
  const [kind, ...names] = positionals
  const [first, second, more] = names
  if (kind === 'service' && first !== undefined && second === undefined)
    return newService({ name: first, reads, publishes })
  if (more === undefined && first !== undefined && second !== undefined && publishes === undefined) {
    if (kind === 'event' && reads === undefined) return newEvent(first, second)
    if (kind === 'view') return newView(first, second, reads)
  }
  throw new UsageError('Say what is to be made, and its name.')
}

function read(args: readonly string[]) {
  const option = { type: 'string' } as const
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: { reads: option, publishes: option },
      allowPositionals: true,
    })
    return { positionals, ...values }
  } catch (error) {
    throw new UsageError(parseFault(error))
  }
}

/** Each line is a place and what to write there, with spaces between. */
function inColumns(lines: readonly string[]): string[] {
  const parts = lines.map((line) => /^(\S+) +(.*)$/.exec(line)?.slice(1) ?? [line, ''])
  const width = Math.max(...parts.map(([place = '']) => place.length))
  return parts.map(([place = '', what]) => `${place.padEnd(width)}   ${what}`)
}

/** Its summary is nobody's business here. */
const format = (paths: readonly string[]): void => {
  spawnSync(bin('biome'), ['check', '--write', ...paths], { cwd: ROOT, stdio: 'ignore' })
}

/** What makes a whole of it. Of an event, types and ids alone: documents are made of what publishes it, which is not written yet. */
const stepAfter = ({ kind }: Made): readonly string[] =>
  kind === 'event' ? [join(ROOT, 'libs/events/src/generate.ts')] : [CLI, 'generate']
