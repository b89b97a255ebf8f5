import { askStack } from '../control/client.ts'
import type { Manifest } from '../manifest.ts'
import { EXTERNALS, type ProcessName, SERVICES } from '../names.ts'
import { controlSocket, dataDirFrom } from '../paths.ts'

/** The manifest, and since when which of its parts are down, as far as their stack can be asked. */
export async function withDowntimes(
  manifest: Manifest,
): Promise<Manifest & { downSince: ReadonlyMap<string, number> }> {
  const socket = controlSocket(dataDirFrom(process.env.BISTRO_DATA_DIR))
  const processes = isInContainers(manifest) ? [] : await askStack(socket, { action: 'status' }).catch(() => [])
  const down = processes.filter(({ state }) => state !== 'running')
  const parts = down.flatMap(({ name, sinceMs }) => partsOf(name).map((part) => [part, sinceMs] as const))
  return { ...manifest, downSince: new Map(parts) }
}

/** In memory mode one process is several parts. */
const partsOf = (name: ProcessName): readonly ProcessName[] =>
  name === 'memory' ? [name, ...SERVICES, ...EXTERNALS] : [name]

/** `docker compose` runs it: this process is in one of its containers. */
export const isInContainers = ({ processes }: Pick<Manifest, 'processes'>): boolean => processes.length === 0

/** What brings a part back. In memory mode all but the databases are one process. */
export function startCommand(manifest: Pick<Manifest, 'processes' | 'mode'>, part: string): string {
  if (isInContainers(manifest)) return `docker compose up -d ${part}`
  const name = manifest.mode === 'memory' && !part.startsWith('postgres-') ? 'memory' : part
  return `npm run stack -- start ${name}`
}
