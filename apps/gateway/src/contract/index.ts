export * from './live.ts'
export * from './overview.ts'
export * from './saga.ts'
export * from './system.ts'
