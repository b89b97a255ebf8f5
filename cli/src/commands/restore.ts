import { resolve } from 'node:path'
import { askEnvironment, askStack } from '@bistro/client/control'
import type { Manifest } from '@bistro/client/manifest'
import type { ServiceName } from '@bistro/client/names'
import { type Restorable, type RestoreResult, restorableIn, restoreService, secretsOf } from '@bistro/stack'
import { dataDirFrom } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { progressTeller } from '../recovery/progress.ts'
import { serviceFrom } from '../recovery/service.ts'
import { needKafka } from '../session/manifest.ts'
import { ownSocket } from '../session/socket.ts'
import { namingUnavailable } from '../session/unavailable.ts'
import { readValued, UsageError } from '../terminal/arguments.ts'
import { say, seconds, style } from '../terminal/style.ts'

const NOTHING = 'nothing'

export const command: Command = {
  usage: [
    'npm run restore -- <service> --from BACKUP    stops the service, brings the backup up to date from Kafka, puts it in',
    '                                              place of its database, and starts the service again',
    'npm run restore -- <service> --from nothing   makes the whole database from Kafka',
  ],
  options: [['--from BACKUP', "a folder that 'npm run backup' has made, or the word nothing (needed)"]],
  example: 'npm run restore -- payment --from nothing',
  run: async (args) => {
    const { positionals, from } = readValued(args, ['from'])
    const service = serviceFrom(positionals)
    if (from === undefined) throw new UsageError('Missing --from: a folder of a backup, or the word nothing.')
    const manifest = needKafka('A restore reads topics. This stack has no Kafka.')
    const backup = from === NOTHING ? undefined : await restorableIn(resolve(from), service)
    return whileStopped(service, () => namingUnavailable(manifest, () => run(manifest, service, backup)))
  },
}

/** What runs is stopped and, whatever comes of the work, started again. */
async function whileStopped(service: ServiceName, work: () => Promise<void>): Promise<number> {
  const socket = ownSocket()
  const { state } = (await askStack(socket, { action: 'status' })).find(({ name }) => name === service) ?? {}
  const isUp = state !== 'stopped' && state !== 'died'
  if (isUp) await askStack(socket, { action: 'stop', name: service })
  say(isUp ? `${service} has stopped.` : `${service} does not run.`)
  try {
    await work()
  } catch (error) {
    if (isUp) await askStack(socket, { action: 'start', name: service })
    say(`${service} ${isUp ? 'is ready again with' : 'still has'} what it had: nothing has changed.`)
    throw error
  }
  await askStack(socket, { action: 'start', name: service })
  say(`${service} is ready. It reads what others have published since; what it has seen changes nothing.`)
  return 0
}

async function run(manifest: Manifest, service: ServiceName, from: Restorable | undefined): Promise<void> {
  const dataDir = dataDirFrom(process.env.BISTRO_DATA_DIR)
  const startedMs = performance.now()
  const environment = await askEnvironment(ownSocket(), service)
  const { end, ...tellers } = progressTeller()
  try {
    const options = { manifest, secrets: secretsOf(dataDir), service, environment, from, ...tellers }
    tell(await restoreService(options), from, performance.now() - startedMs)
  } finally {
    end()
  }
}

function tell({ had, appended, former }: RestoreResult, from: Restorable | undefined, tookMs: number): void {
  const source = from === undefined ? '' : `${had} events were in the backup, `
  say(style.green(`Restored in ${seconds(tookMs, 0)}: ${source}${appended} came from Kafka.`))
  if (former) say(`The database that was there is kept as ${former}, until the next restore.`)
}
