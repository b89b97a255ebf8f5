import { isInContainers } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import type { Manifest } from '@bistro/client/manifest'
import { EXTERNALS, PROGRAMS, type ProcessName } from '@bistro/client/names'
import { ownSocket } from './socket.ts'

/** The manifest, and since when which of its parts are down, as far as their stack can be asked. */
export async function withDowntimes(
  manifest: Manifest,
): Promise<Manifest & { downSince: ReadonlyMap<string, number> }> {
  const socket = ownSocket()
  const processes = isInContainers(manifest) ? [] : await askStack(socket, { action: 'status' }).catch(() => [])
  const down = processes.filter(({ state }) => state !== 'running')
  const parts = down.flatMap(({ name, sinceMs }) => partsOf(name).map((part) => [part, sinceMs] as const))
  return { ...manifest, downSince: new Map(parts) }
}

/** In memory mode one process is several parts. */
const partsOf = (name: ProcessName): readonly ProcessName[] =>
  name === 'memory' ? [name, ...PROGRAMS, ...EXTERNALS] : [name]
