import { join, resolve } from 'node:path'
import { backUp, type Copied } from '@bistro/stack'
import { dataDirFrom } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { serviceFrom } from '../recovery/service.ts'
import { needManifest } from '../session/manifest.ts'
import { namingUnavailable } from '../session/unavailable.ts'
import { readValued } from '../terminal/arguments.ts'
import { say, seconds, style } from '../terminal/style.ts'

export const command: Command = {
  usage: [
    "npm run backup -- <service> [--to FOLDER]   copies the service's database into a folder, while the service runs",
  ],
  options: [['--to FOLDER', 'where (default: a new folder in .bistro/backups)']],
  example: 'npm run backup -- payment',
  run: async (args) => {
    const { positionals, to } = readValued(args, ['to'])
    const service = serviceFrom(positionals)
    const manifest = needManifest()
    const folder = to === undefined ? newFolder(service) : resolve(to)
    const startedMs = performance.now()
    const { at, tables } = await namingUnavailable(manifest, () => backUp(manifest, service, folder, tell))
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    say(`Copied ${rows} rows as they were at ${at}, in ${seconds(performance.now() - startedMs, 0)}.`)
    say(style.green(`The backup is in ${folder}`))
    say(`To restore it: npm run restore -- ${service} --from ${folder}`)
    return 0
  },
}

function newFolder(service: string): string {
  const now = new Date().toISOString().replaceAll(/[:.]/g, '-')
  return join(dataDirFrom(process.env.BISTRO_DATA_DIR), 'backups', `${service}-${now}`)
}

const tell = ({ table, rows }: Copied): void => {
  if (rows > 0) say(style.dim(`  ${table}: ${rows} rows`))
}
