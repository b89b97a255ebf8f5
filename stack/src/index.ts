export { type ControlServer, serveControl } from './control/server.ts'
export { deleteData } from './delete-data.ts'
export { manifestOf } from './describe.ts'
export { freeBytes } from './disk-space.ts'
export { findEngine } from './docker/engine.ts'
export { FAST_WORLD } from './fast-world.ts'
export { readIfThere, writePrivateFile } from './files.ts'
export { acquireLock, lockOwner, orphansOfCrash } from './lock.ts'
export { readManifest } from './manifest-file.ts'
export { chooseMode } from './mode.ts'
export { stopOrphans } from './orphans.ts'
export { isJavaEnough, versionOf } from './parts/java.ts'
export { urlOf } from './parts/node-process.ts'
export { DATABASE, roleOf } from './parts/postgres-database.ts'
export { cacheDir, controlSocket, dataDirFrom, shortHash } from './paths.ts'
export {
  addressOf,
  findFreePortBase,
  freePort,
  LOOPBACK,
  parsePortBase,
  portOf,
  suggestPortBase,
  takenPorts,
} from './ports.ts'
export { ManagedProcess, type ProcessSpec } from './process/managed-process.ts'
export type { ProgressEvent } from './progress.ts'
export { type Backup, backUp, type Copied } from './recovery/backup.ts'
export {
  type Progress,
  type Restorable,
  type RestoreOptions,
  type RestoreResult,
  restorableIn,
  restoreService,
  restoringAlone,
} from './recovery/restore.ts'
export { byName, KAFKA_USERS, secretsOf } from './secrets.ts'
export { type RunningStack, type StackOptions, startStack } from './stack.ts'
