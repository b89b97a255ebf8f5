import { existsSync } from 'node:fs'
import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import type { ServiceName } from '@bistro/client/names'
import type { Backup, Copied } from '@bistro/kit/postgres'

export type { Backup, Copied }

const FILE_CALLS = new Set(['mkdir', 'mkdtemp', 'open', 'write', 'rename'])

/** Copies a service's database into a folder, as it is at one moment, while the service runs. Throws a StackError. */
export async function backUp(
  manifest: Manifest,
  service: ServiceName,
  folder: string,
  onCopied: (copied: Copied) => void,
): Promise<Backup> {
  if (existsSync(folder)) throw new StackError(`${folder} is there already: a backup never replaces another one.`)
  const { host, port, database, user, password } = manifest.services[service].postgres
  const { copyOut } = await import('@bistro/kit/postgres')
  const url = `postgres://${user}:${password}@${host}:${port}/${database}`
  return copyOut({ url, service, folder }, onCopied).catch((cause: NodeJS.ErrnoException) => {
    if (!FILE_CALLS.has(cause.syscall ?? '')) throw cause
    throw new StackError(`${folder} cannot be written: ${cause.message}.`, undefined, { cause })
  })
}
