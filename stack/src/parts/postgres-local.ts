import type { ProgramName } from '@bistro/client/names'
import type { StackContext } from '../context.ts'
import type { Infrastructure } from '../infrastructure.ts'
import { addressOf, LOOPBACK, portOf } from '../ports.ts'
import type { ProcessSpec } from '../process/managed-process.ts'
import { relaysFromWal } from '../settings.ts'
import { processName, serverAnswers, serverArguments, walArguments } from './postgres.ts'
import { dataDirectory, initialiseServers } from './postgres-initial.ts'
import { type PostgresPlace, postgresPlace } from './postgres-place.ts'
import { hasSlots } from './postgres-wal.ts'

/** Servers as processes of this machine, from the programs that the package manager has installed. */
export function localPostgres(context: StackContext): Infrastructure['postgres'] {
  let place: PostgresPlace | undefined
  let initialised: Promise<void> | undefined
  const placeOnce = (): PostgresPlace => (place ??= postgresPlace(context.paths.postgres))
  return (program) => ({
    fetch: async () => {
      initialised ??= initialiseServers(context, placeOnce())
      await initialised
    },
    prepare: async () => serverSpec(context, placeOnce(), program),
  })
}

function serverSpec(context: StackContext, place: PostgresPlace, program: ProgramName): ProcessSpec {
  const name = processName(program)
  const directory = dataDirectory(place, program)
  return {
    name,
    address: addressOf(name, context.portBase),
    program: place.postgres,
    args: [
      '-D',
      directory,
      '-p',
      String(portOf(name, context.portBase)),
      ...serverArguments(LOOPBACK),
      ...(relaysFromWal(context.settings) || hasSlots(directory) ? walArguments() : []),
      ...(context.flags[name] ?? []),
    ],
    env: { LC_ALL: 'C' },
    cwd: place.dataRoot,
    user: place.user,
    stopSignal: 'SIGINT',
    isReady: () => serverAnswers(context, program),
    // After a kill, the old server's children need a moment to notice.
    isTransient: (output) => output.includes('pre-existing shared memory block'),
  }
}
