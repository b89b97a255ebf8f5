export { type Progress, type RestoreParts, RestoreRefused } from './parts.ts'
export { type Restored, restore } from './restore.ts'
