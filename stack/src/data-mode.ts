import { join } from 'node:path'
import { StackError } from '@bistro/client/errors'
import type { Mode } from '@bistro/client/manifest'
import { readIfThere, writePrivateFile } from './files.ts'
import type { DataPaths } from './paths.ts'
import type { Settings } from './settings.ts'

/**
 * A data directory stays with the mode that it was made in: the ids of its schemas are in every stored event, and each
 * mode has them, and the databases, somewhere else. Throws a StackError for another mode.
 */
export function assertMode(paths: DataPaths, mode: Mode): void {
  const before = readIfThere(modeFile(paths))?.trim()
  if (before !== undefined && before !== mode)
    throw new StackError(
      `The data in ${paths.root} belongs to mode ${before}. It cannot be used in mode ${mode}.`,
      `BISTRO_STACK=${before} npm start   (or npm run reset, or another BISTRO_DATA_DIR)`,
    )
}

/** To be called when a start has succeeded: one that has failed leaves the choice open. */
export const recordMode = (paths: DataPaths, mode: Mode): void => writePrivateFile(modeFile(paths), `${mode}\n`)

/**
 * Only mode local has three brokers, and a data directory keeps the number that it was made with: its topics have so many
 * replicas. Throws a StackError otherwise.
 */
export function assertBrokers(paths: DataPaths, mode: Mode, { BISTRO_BROKERS: number }: Settings): void {
  if (mode !== 'local' && number !== '1')
    throw new StackError(
      `BISTRO_BROKERS=${number} needs mode local; in mode ${mode} there is ${mode === 'memory' ? 'no broker' : 'one'}.`,
      'BISTRO_BROKERS=1 npm start   (three in containers: docker compose -f infra/docker-compose.yml -f infra/three-brokers.yml up)',
    )
  const before = readIfThere(modeFile(paths)) && (readIfThere(brokersFile(paths))?.trim() ?? '1')
  if (before !== undefined && before !== number)
    throw new StackError(
      `The data in ${paths.root} was made with BISTRO_BROKERS=${before}: its topics have that many replicas.`,
      `BISTRO_BROKERS=${before} npm start   (or npm run reset, or another BISTRO_DATA_DIR)`,
    )
}

/** To be called when a start has succeeded, as `recordMode` is. */
export const recordBrokers = (paths: DataPaths, { BISTRO_BROKERS }: Settings): void =>
  writePrivateFile(brokersFile(paths), `${BISTRO_BROKERS}\n`)

const brokersFile = ({ root }: DataPaths): string => join(root, 'brokers')
const modeFile = ({ root }: DataPaths): string => join(root, 'mode')
