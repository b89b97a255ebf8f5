import { existsSync } from 'node:fs'
import { StackError } from '@bistro/client/errors'
import { acquireLock, deleteData, stopOrphans } from '@bistro/stack'
import { type DataPaths, dataDirFrom, dataPaths } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { noArguments } from '../terminal/arguments.ts'
import { say } from '../terminal/style.ts'

export const command: Command = {
  usage: ['npm run reset          deletes data, logs and passwords; refuses while a stack runs'],
  options: [['BISTRO_DATA_DIR=DIR', 'set before the command: the directory to delete (default .bistro)']],
  example: 'npm run reset',
  run: async (args) => {
    noArguments(args)
    const paths = dataPaths(dataDirFrom(process.env.BISTRO_DATA_DIR))
    if (!existsSync(paths.root)) {
      say(`Nothing to delete: ${paths.root} does not exist.`)
      return 0
    }
    assertOurs(paths)
    const lock = acquireLock(paths.lock, 0) // throws AlreadyRunning
    await stopOrphans(lock.orphans)
    deleteData(paths.root)
    say(`Deleted ${paths.root}. Downloads are kept.`)
    return 0
  },
}

/** A folder that holds neither our secrets nor our lock may be anybody's: it is left alone. */
function assertOurs(paths: DataPaths): void {
  if (existsSync(paths.secrets) || existsSync(paths.lock)) return
  throw new StackError(
    `${paths.root} does not look like the data directory of a stack. Nothing was deleted.`,
    `ls ${paths.root}`,
  )
}
