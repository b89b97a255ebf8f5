import { existsSync } from 'node:fs'
import { StackError } from '@bistro/client/errors'
import type { ProcessName } from '@bistro/client/names'
import type { StackContext } from '../context.ts'
import { readIfThere, writePrivateFile } from '../files.ts'
import { type DataPaths, shortHash } from '../paths.ts'
import { dockerNow } from './command.ts'

const DATA_DIR_LABEL = 'saga-bistro.data-dir'
const PART_LABEL = 'saga-bistro.part'
const AT_EXIT_ATTEMPTS = 3

/** The labels of what belongs to a part of the stack on a data directory. */
export const labelsOf = ({ root }: DataPaths, name: ProcessName): string[] => [
  `${DATA_DIR_LABEL}=${root}`,
  `${PART_LABEL}=${name}`,
]

/** The name of a part's container, and of its volume. A data directory made anew in the same place has others. */
export const nameInDocker = ({ paths, secrets }: StackContext, name: ProcessName): string =>
  `${prefixOf(paths.root, secrets.kafka.clusterId)}-${name}`

const prefixOf = (root: string, clusterId: string): string => `saga-bistro-${shortHash(`${root} ${clusterId}`)}`

/**
 * Notes in the data directory that its data is in volumes. Volumes of an earlier directory in the same place, which was
 * deleted without them, are removed: they answer to passwords that were deleted with it.
 */
export function claimVolumes({ paths, secrets }: StackContext): void {
  const prefix = prefixOf(paths.root, secrets.kafka.clusterId)
  const before = readIfThere(paths.docker)?.trim()
  if (before === prefix) return
  if (before !== undefined)
    throw new StackError(
      `${paths.root} was moved or copied without its databases, which are Docker volumes.`,
      'npm run reset',
    )
  removeVolumes(paths.root)
  writePrivateFile(paths.docker, `${prefix}\n`)
}

/** Removes the containers of a data directory, running or not; returns which parts they were. Throws a StackError. */
export function removeContainers(root: string): string[] {
  const format = `{{.ID}} {{.Label "${PART_LABEL}"}}`
  const lines = list(['ps', '--all', ...ofDataDir(root), '--format', format])
  const found = lines.map((line) => line.split(' '))
  if (found.length > 0) dockerNow(['rm', '--force', '--volumes', ...found.map(([id = '']) => id)])
  return found.map(([, part = '']) => part)
}

/** Removes all that a data directory has in Docker. Throws a StackError if the engine does not answer. */
export function removeResources({ root, docker }: DataPaths): void {
  if (!existsSync(docker)) return
  removeContainers(root)
  removeVolumes(root)
}

function removeVolumes(root: string): void {
  const volumes = list(['volume', 'ls', '--quiet', ...ofDataDir(root)])
  if (volumes.length > 0) dockerNow(['volume', 'rm', '--force', ...volumes])
}

const ofDataDir = (root: string): string[] => ['--filter', `label=${DATA_DIR_LABEL}=${root}`]

const list = (args: readonly string[]): string[] => dockerNow(args).split('\n').filter(Boolean)

/** Sees to it that no container outlives this process, however it ends; returns how to call that off. */
export function removeContainersAtExit(root: string): () => void {
  const remove = (): void => {
    try {
      // The second time for one that was only being made.
      for (let attempt = 0; attempt < AT_EXIT_ATTEMPTS && removeContainers(root).length > 0; attempt++);
    } catch {
      // The engine has gone, and its containers with it; if not, the next start finds them.
    }
  }
  process.on('exit', remove)
  return () => process.off('exit', remove)
}
