import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import { lockOwner, readManifest } from '@bistro/stack'
import { dataDirFrom, dataPaths } from '@bistro/stack/paths'

/** The manifest of the stack that runs on the data directory of the environment; undefined if none is up. */
export function runningManifest(): Manifest | undefined {
  const paths = dataPaths(dataDirFrom(process.env.BISTRO_DATA_DIR))
  return lockOwner(paths.lock) ? readManifest(paths.manifest) : undefined
}

/** The same, or a StackError that says what to type. */
export function needManifest(): Manifest {
  const manifest = runningManifest()
  if (!manifest) throw new StackError('No stack is running on this data directory.', 'npm start')
  return manifest
}

/** The same of a stack with Kafka, or a StackError that says why it is needed. */
export function needKafka(why: string): Manifest {
  const manifest = needManifest()
  if (manifest.mode === 'memory') throw new StackError(why, 'npm run doctor')
  return manifest
}
