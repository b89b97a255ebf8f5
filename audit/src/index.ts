export type { Access, PostgresAccess } from './access.ts'
export { audit, type Report } from './audit.ts'
export { reportLines } from './report.ts'
