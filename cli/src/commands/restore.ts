import { resolve } from 'node:path'
import { askEnvironment, askStack } from '@bistro/client/control'
import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import type { ServiceName } from '@bistro/client/names'
import { topics } from '@bistro/events'
import {
  type Restorable,
  type RestoreOptions,
  type RestoreResult,
  restorableIn,
  restoreService,
  restoringAlone,
  secretsOf,
} from '@bistro/stack'
import { dataDirFrom } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { progressTeller } from '../recovery/progress.ts'
import { serviceFrom } from '../recovery/service.ts'
import { needKafka } from '../session/manifest.ts'
import { ownSocket } from '../session/socket.ts'
import { namingUnavailable, outage } from '../session/unavailable.ts'
import { readValued, UsageError } from '../terminal/arguments.ts'
import { INTERRUPTED_STATUS, listenForInterrupts } from '../terminal/interrupts.ts'
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
    if (!(service in topics))
      throw new StackError(`${service} publishes nothing: what it has done stands in its database alone, not in Kafka.`)
    const backup = from === NOTHING ? undefined : await restorableIn(resolve(from), service)
    const { signal } = listenForInterrupts()
    const secrets = secretsOf(dataDirFrom(process.env.BISTRO_DATA_DIR))
    const gone = await outage(manifest, undefined, isLog)
    if (gone) throw gone
    return namingUnavailable(manifest, () =>
      restoringAlone({ manifest, secrets, service }, () =>
        whileStopped({ manifest, service, signal }, () => run({ manifest, secrets, service, from: backup }, signal)),
      ),
    )
  },
}

/** Without these it would stop the service for nothing. The database itself may be what is lost. */
const isLog = ({ part }: { readonly part: string }): boolean => part === 'kafka' || part === 'registry'

interface Stopping {
  readonly manifest: Manifest
  readonly service: ServiceName
  readonly signal: AbortSignal
}

/** What runs is stopped and, whatever comes of the work, started again. */
async function whileStopped({ manifest, service, signal }: Stopping, work: () => Promise<void>): Promise<number> {
  const socket = ownSocket()
  const { state } = (await askStack(socket, { action: 'status' })).find(({ name }) => name === service) ?? {}
  const isUp = state !== 'stopped' && state !== 'died'
  if (isUp) await askStack(socket, { action: 'stop', name: service })
  say(isUp ? `${service} has stopped.` : `${service} does not run.`)
  try {
    await work()
  } catch (error) {
    say(isUp ? await startedAgain(manifest, service) : `${service} still has what it had: nothing has changed.`)
    if (signal.aborted) return INTERRUPTED_STATUS
    throw error
  }
  await askStack(socket, { action: 'start', name: service })
  say(`${service} is ready. It reads what others have published since; what it has seen changes nothing.`)
  return 0
}

/** Never throws: why the restore has failed must not be lost. */
async function startedAgain(manifest: Manifest, service: ServiceName): Promise<string> {
  const gone = await outage(manifest)
  if (gone)
    return `${service} stays stopped with what it had. When all parts are back: npm run stack -- start ${service}`
  return askStack(ownSocket(), { action: 'start', name: service }).then(
    () => `${service} is ready again with what it had: nothing has changed.`,
    (error: Error) => `${service} has what it had, and does not start: ${error.message.split('\n', 1)}`,
  )
}

async function run(what: Pick<RestoreOptions, 'manifest' | 'secrets' | 'service' | 'from'>, signal: AbortSignal) {
  const startedMs = performance.now()
  const environment = await askEnvironment(ownSocket(), what.service)
  const { end, ...tellers } = progressTeller(signal)
  try {
    tell(await restoreService({ ...what, environment, ...tellers }), what.from, performance.now() - startedMs)
  } finally {
    end()
  }
}

function tell({ had, appended, former }: RestoreResult, from: Restorable | undefined, tookMs: number): void {
  const source = from === undefined ? '' : `${had} events were in the backup, `
  say(style.green(`Restored in ${seconds(tookMs, 0)}: ${source}${appended} came from Kafka.`))
  if (former) say(`The database that was there is kept as ${former}, until the next restore.`)
}
