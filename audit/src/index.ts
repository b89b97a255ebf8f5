export type { Access, PostgresAccess } from './access.ts'
export { audit, type Report } from './audit.ts'
export { isService, type ReplayResult, replay, viewsOf } from './replay.ts'
export { reportLines } from './report.ts'
