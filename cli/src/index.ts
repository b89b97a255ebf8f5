// What a container of the system runs as well: see infra/.
export { auditStack } from './commands/audit.ts'
export { showSaga } from './commands/saga.ts'
export { playAll } from './demo/play-all.ts'
