import { StackError } from '@bistro/client/errors'
import type { Mode } from '@bistro/client/manifest'
import { processOf, type ReplicaName, replicaIn, SERVICES, type ServiceName } from '@bistro/client/names'
import { PARTITIONS } from '@bistro/events'
import { type StackContext, together } from './context.ts'
import { anotherOf } from './parts/node-process.ts'
import { faultsFileOf } from './paths.ts'
import { freePort } from './ports.ts'

/** A process more than a topic has partitions would read nothing; and so many share the connections of their database. */
const MAX_PROCESSES = PARTITIONS
/** Between the choice of a free port and its use another program may take it. */
const TRIES = 3

/**
 * Has a service run in so many processes, all in one consumer group and on one database. The first keeps the service's
 * name and address; the others come and go behind it. Those that have ended are started again.
 */
export async function scale(context: StackContext, mode: Mode, service: ServiceName, processes: number): Promise<void> {
  assertPossible(mode, service, processes)
  const { supervisor } = context
  const status = supervisor.status()
  const surplus = status.filter(({ name }) => (of(name, service)?.number ?? 0) > processes)
  await Promise.all(surplus.map(({ name }) => supervisor.remove(name)))
  const wanted = Array.from({ length: processes }, (_, index) => processOf(service, index + 1))
  await together(
    { giveUp: () => {} },
    wanted.map(async (name) => {
      const known = status.find((process) => process.name === name)
      if (known?.pid !== undefined) return
      if (known) await supervisor.start(name)
      else await launchReplica(context, service, name as ReplicaName)
    }),
  )
}

const of = (name: string, service: ServiceName) => {
  const replica = replicaIn(name)
  return replica?.service === service ? replica : undefined
}

function assertPossible(mode: Mode, service: ServiceName, processes: number): void {
  if (mode === 'memory')
    throw new StackError(
      'In memory mode all services are one process, and nothing outside it could share its log.',
      'npm run doctor',
    )
  if (!SERVICES.includes(service))
    throw new StackError(
      `${service} is no service; only a service runs in more than one process: ${SERVICES.join(', ')}.`,
    )
  if (processes === 0)
    throw new StackError(`A service has at least one process. To end it:`, `npm run stack -- stop ${service}`)
  if (!Number.isInteger(processes) || processes < 0 || processes > MAX_PROCESSES)
    throw new StackError(
      `A service runs in 1 to ${MAX_PROCESSES} processes: a topic has ${PARTITIONS} partitions, and one process more would read none.`,
      `npm run stack -- scale ${service} ${MAX_PROCESSES}`,
    )
}

async function launchReplica(context: StackContext, service: ServiceName, name: ReplicaName): Promise<void> {
  const { supervisor, paths } = context
  const own = { ...supervisor.settingsOf(service), BISTRO_FAULTS_FILE: faultsFileOf(paths, name) }
  for (let tries = 1; ; tries++) {
    const spec = anotherOf(supervisor.specOf(service), name, await freePort(), own)
    try {
      return await supervisor.launch(spec)
    } catch (error) {
      await supervisor.remove(name).catch(() => undefined)
      if (tries === TRIES || !/port \d+ of \S+ is in use/.test((error as Error).message)) throw error
    }
  }
}
