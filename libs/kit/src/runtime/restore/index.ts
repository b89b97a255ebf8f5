export { type Progress, RestoreRefused } from './parts.ts'
export { type Restored, restore } from './restore.ts'
